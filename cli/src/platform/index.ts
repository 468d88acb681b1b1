export { startPlatform, GATEWAYS, type GatewayKey, type Platform } from './start.js';
export { PlatformError, type PlatformErrorCode } from './platform-error.js';
export { progressOn, type Progress } from './progress.js';
export { startCommand } from './command.js';
