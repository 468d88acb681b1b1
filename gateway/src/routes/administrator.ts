/** Who looks after accounts in a request. */
import type { Administrator } from '../accounts/administration.js';
import { requireAccount, type Call } from './route.js';

export function administratorOf(call: Call): Administrator {
  const account = requireAccount(call);
  return { actor: { id: account.id }, isOfHost: account.organization?.isHost === true };
}
