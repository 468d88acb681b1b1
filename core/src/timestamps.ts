export { TIMESTAMP_HASHES, type TimestampHash } from './timestamp/algorithms.js';
export { createTimestamps } from './timestamp/create-timestamps.js';
export { MAX_TOKEN_BYTES } from './timestamp/read-token.js';
export type { WebCryptography } from './timestamp/signature-engine.js';
export { TIMESTAMP_FAULTS, TimestampError, type TimestampFault } from './timestamp/timestamp-error.js';
export { type Imprint, readTimestampResponse, timestampRequest } from './timestamp/timestamp-request.js';
export type {
  TimestampAnswer,
  TimestampAuthority,
  Timestamps,
  VerifiedTimestamp,
} from './timestamp/timestamps-port.js';
export { type TimestampExpectations, verifyTimestamp } from './timestamp/verify-timestamp.js';
export { type AgingCertificate, type EvidenceAge, evidenceAge } from './verdict/evidence-age.js';
export type { JudgedTimestamp } from './verdict/judge-timestamps.js';
export { messageToStamp } from './verdict/message-to-stamp.js';
