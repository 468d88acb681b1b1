/** The timestamp authority of the configuration, if there is one. */
import type { Config } from '../config.js';
import type { NetworkFacts } from '../config/network-facts.js';
import { readAuthority } from './authorities-file.js';
import { TimestampClient } from './timestamp-client.js';

/** The authorities of the trust profile count as they are now; those of a file are read once. */
export function configuredTimestampClient(
  { timestamps }: Pick<Config, 'timestamps'>,
  { trust }: Pick<NetworkFacts, 'trust'>,
): TimestampClient | undefined {
  if (timestamps === undefined) return undefined;
  const { url, roots } = timestamps;
  const configured = roots === undefined ? [] : [readAuthority(roots)];
  const authorities = () => [...(trust.profile.timestampAuthorities ?? []), ...configured];
  return new TimestampClient({ url, authorities });
}
