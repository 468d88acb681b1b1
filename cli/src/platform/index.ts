export { startGround, startPlatform, type Ground, type Platform } from './start.js';
export { GATEWAYS, type GatewayKey } from './gateway-ports.js';
export { PlatformError, type PlatformErrorCode } from './platform-error.js';
export { progressOn, type Progress } from './progress.js';
export { startCommand } from './command.js';
export { type NetworkKind } from './home.js';
