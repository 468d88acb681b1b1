/** Who looks after accounts in a request. */
import type { Actor } from '../audit/audit-log.js';
import type { Administrator } from '../accounts/administration.js';
import { requireAccount, type Call } from './route.js';

export function administratorOf(call: Call): Administrator {
  const account = requireAccount(call);
  return { actor: actorOf(call), isOfHost: account.organization?.isHost === true };
}

/** For the audit log. */
export function actorOf(call: Call): Actor {
  return { id: requireAccount(call).id, keyId: call.keyId };
}
