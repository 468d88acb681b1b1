/** Requests that the gateway itself must authenticate: CommitStatus and ChaincodeEvents carry identity and signature. */
import { status } from '@grpc/grpc-js';
import type { Channel } from '../channel.js';
import type { ChannelConfig } from '../msp/channel-config.js';
import { IdentityError, verifySignature } from '../msp/membership.js';
import { RpcError } from './rpc-error.js';

export const READERS = '/Channel/Application/Readers';

type Signed = {
  readonly request: Uint8Array;
  readonly identity: Uint8Array;
  readonly signature: Uint8Array;
};

/** @throws {RpcError} PERMISSION_DENIED unless a reader of the channel signed exactly these bytes. */
export function assertReader(
  { request, identity, signature }: Signed,
  { name, config }: Channel,
  channelId: string,
): void {
  const denied = (reason: string): RpcError => new RpcError(status.PERMISSION_DENIED, reason);
  if (channelId === '') {
    throw denied(
      'Invalid channel ID name during check policy on signed data. Name must be different from nil.',
    );
  }
  if (channelId !== name) throw denied(`Failed to get policy manager for channel [${channelId}]`);
  if (!isReader({ request, identity, signature }, config)) {
    throw denied(
      `Failed evaluating policy on signed data during check policy on channel [${name}] with policy [${READERS}]: [implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Readers' sub-policies to be satisfied]`,
    );
  }
}

/** Whoever is unknown, or did not sign exactly this, satisfies nothing: Fabric tells clients no more. */
function isReader({ request, identity, signature }: Signed, config: ChannelConfig): boolean {
  try {
    const caller = config.memberships.identityOf(identity);
    config.memberships.assertValid(caller);
    return verifySignature(caller, request, signature) && config.satisfies(READERS, [caller]);
  } catch (error) {
    if (error instanceof IdentityError) return false;
    throw error;
  }
}
