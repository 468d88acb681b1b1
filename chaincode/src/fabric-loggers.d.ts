/** The loggers of Fabric's own packages, which publish no types for them. */
declare module 'fabric-contract-api/lib/logger.js' {
  export function setLevel(level: string): void;
}
declare module 'fabric-shim/lib/logger.js' {
  export function setLevel(level: string): void;
}
