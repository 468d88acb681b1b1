/** The account that an administrator looks after. */
import type { AccountList, ListedAccount } from '../accounts/account-list.js';
import { thingOfAccount } from '../rights/things.js';
import { pathParameter, type Call } from './route.js';

/** The one that the path names. @throws {Refusal} `ACCOUNT_NOT_FOUND` */
export async function findAccount(
  call: Call,
  { accountList }: { readonly accountList: AccountList },
): Promise<ListedAccount> {
  const found = await accountList.find(pathParameter(call, 'id'));
  return call.access.require(found, ({ account }) => thingOfAccount(account));
}
