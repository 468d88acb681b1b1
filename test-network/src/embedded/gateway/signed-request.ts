/** Requests that the gateway itself must authenticate: CommitStatus and ChaincodeEvents carry identity and signature. */
import { status } from '@grpc/grpc-js';
import type { Channel } from '../channel.js';
import { IdentityError, verifySignature } from '../msp/membership.js';
import { RpcError } from './rpc-error.js';

export const READERS = '/Channel/Application/Readers';

/** @throws {RpcError} PERMISSION_DENIED unless a reader of the channel signed exactly these bytes. */
export function assertReader(
  { request, identity, signature }: { request: Uint8Array; identity: Uint8Array; signature: Uint8Array },
  { name, config }: Channel,
  channelId: string,
): void {
  const denied = (reason: string): RpcError =>
    new RpcError(
      status.PERMISSION_DENIED,
      `failed evaluating policy on signed data during check policy on channel [${channelId}] with policy [${READERS}]: [${reason}]`,
    );
  if (channelId !== name) throw denied(`channel ${channelId} does not exist`);
  try {
    const caller = config.memberships.identityOf(identity);
    config.memberships.assertValid(caller);
    if (!verifySignature(caller, request, signature)) throw denied('the signature is not valid');
    if (!config.satisfies(READERS, [caller])) throw denied('the identity does not satisfy the policy');
  } catch (error) {
    if (error instanceof IdentityError) throw denied(error.message);
    throw error;
  }
}
