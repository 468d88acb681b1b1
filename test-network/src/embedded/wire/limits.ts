/** All gRPC ends of the network take messages up to Fabric's own limit. */
const MAX_MESSAGE_BYTES = 100 * 1024 * 1024;

export const MESSAGE_LIMITS = {
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
} as const;
