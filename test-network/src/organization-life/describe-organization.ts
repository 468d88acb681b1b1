/** What a further organization is called and where it listens; chosen once, before anything of it exists. */
import { PORTS_EACH, portsFrom } from '../description.js';
import type { NetworkDescription, Organization } from '../description.js';
import { NetworkError } from '../network-error.js';

export type NewOrganization = {
  readonly key: string;
  /** For people; the O of its certificates. */
  readonly name: string;
  readonly locality: string;
};

/** An organization on its way into the channel. */
export type Joining = { readonly organization: Organization; readonly consenterId: number };

const KEY = /^[a-z][a-z0-9]{1,19}$/;
/** What an X.509 name of an organization may hold. */
const LONGEST_NAME = 64;

/** @throws {NetworkError} `ORGANIZATION_REFUSED` */
export function describeJoining(description: NetworkDescription, wanted: NewOrganization): Joining {
  const { key, name, locality } = wanted;
  if (!KEY.test(key)) throw refused(`"${key}" is no key: 2 to 20 of a-z and 0-9, a letter first`);
  for (const [what, text] of [
    ['name', name],
    ['locality', locality],
  ] as const) {
    if (text.trim() === '' || text.length > LONGEST_NAME)
      throw refused(`the ${what} must have 1 to ${LONGEST_NAME} characters`);
  }
  const mspId = `${key.charAt(0).toUpperCase()}${key.slice(1)}MSP`;
  if (description.organizations.some((known) => known.key === key || known.mspId === mspId))
    throw refused(`the network has an organization ${key} already`);
  const organization = { key, mspId, name, locality, country: 'CN', ports: portsFrom(nextPort(description)) };
  return { organization, consenterId: nextConsenterId(description) };
}

/** The ten ports after the highest ones. */
function nextPort({ organizations }: NetworkDescription): number {
  return Math.max(...organizations.map(({ ports }) => ports.orderer)) + PORTS_EACH;
}

/** Orderers remember the ids of those that left. */
function nextConsenterId({ consenters, formerConsenters = [] }: NetworkDescription): number {
  return Math.max(...consenters.map(({ id }) => id), ...formerConsenters) + 1;
}

function refused(detail: string): NetworkError {
  return new NetworkError('ORGANIZATION_REFUSED', detail);
}
