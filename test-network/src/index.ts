export { defaultDescription, type NetworkDescription, type NetworkKind } from './description.js';
export { Faults } from './embedded/faults.js';
export { EmbeddedNodes, type NodeOptions } from './embedded/nodes.js';
export { startEmbedded, type EmbeddedNetwork, type EmbeddedOptions } from './embedded/start-embedded.js';
export { startNative, type NativeNetwork, type NativeOptions } from './native/start-native.js';
export { NetworkError, type NetworkErrorCode } from './network-error.js';
export { prepareNetwork, type PreparedNetwork } from './prepare-network.js';
export { up, type RunningNetwork, type UpOptions } from './up.js';
