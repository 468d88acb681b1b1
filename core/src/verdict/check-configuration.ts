/**
 * Is a trust profile still what the channel says? A chain of configuration blocks tells, as far as it reaches: what the
 * channel decided after its last block nobody can see in it.
 *
 * @module
 */
import { configurationBytesOf } from '../bundle/part-bytes.js';
import { type BundleConfiguration, PART_PARSERS } from '../bundle/parts.js';
import { isPartReference } from '../bundle/part-reference.js';
import { orUnreadable, unreadable } from '../bundle/read-members.js';
import { isJsonObject } from '../encoding/json-value.js';
import { parseJson } from '../encoding/parse-json.js';
import { type OrganizationChange, changedOrganizations } from '../trust/changed-organizations.js';
import { prepareTrust } from '../trust/prepared-trust.js';
import type { TrustProfile } from '../trust/trust-profile.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { judgeConfiguration } from './judge-ordering.js';
import type { Finding } from './verdict.js';

/** What a chain of configurations says about a profile. */
export type ConfigurationCheck =
  | {
      /** Sequence of the newest configuration, and the number of its block in decimal. */
      readonly sequence: number;
      readonly block: string;
      /** What the channel has otherwise than the profile; told by MSP id and certificates. */
      readonly changes: readonly OrganizationChange[];
      readonly finding?: undefined;
    }
  | { /** Why the chain is not believed. */ readonly finding: Finding };

/**
 * @throws {TrustError} When the profile cannot be used.
 * @throws {BundleError} `BUNDLE_UNREADABLE` for texts that are not canonical base64.
 */
export async function checkConfiguration(
  profile: TrustProfile,
  configuration: BundleConfiguration,
  crypto: VerifyCrypto,
): Promise<ConfigurationCheck> {
  const trust = await prepareTrust(profile, crypto);
  const judged = await judgeConfiguration(configurationBytesOf(configuration), trust, crypto);
  if (judged.finding) return { finding: judged.finding };
  const newest = judged.configurations[judged.configurations.length - 1];
  if (!newest) throw unreadable('no configuration');
  return {
    sequence: newest.sequence,
    block: String(newest.block),
    changes: changedOrganizations(profile, newest.organizations),
  };
}

/**
 * @param input A chain as `configuration` of a bundle has it, or anything with such a member, like a full bundle.
 * @throws {BundleError} `BUNDLE_UNREADABLE`
 */
export function parseConfigurationChain(input: Uint8Array | string): BundleConfiguration {
  return orUnreadable(() => {
    const value = parseJson(input);
    const chain = isJsonObject(value) ? value['configuration'] : value;
    if (isPartReference(chain))
      throw unreadable('the configuration lies in a file of its own: name that one');
    return PART_PARSERS.configuration(chain);
  });
}
