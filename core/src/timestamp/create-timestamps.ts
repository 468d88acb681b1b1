/** The port that a verifier judges timestamps through, by pkijs. */
import { type PreparedAuthority, prepareAuthority } from './authorities.js';
import { SignatureEngine, type WebCryptography } from './signature-engine.js';
import { TimestampError } from './timestamp-error.js';
import type { TimestampAuthority, Timestamps } from './timestamps-port.js';
import { judgeTimestamp } from './verify-timestamp.js';

/** Prepares each list of authorities once; for many tokens. */
export function createTimestamps(crypto: WebCryptography): Timestamps {
  const engine = new SignatureEngine(crypto);
  const prepared = new WeakMap<readonly TimestampAuthority[], Promise<readonly PreparedAuthority[]>>();
  const ready = (authorities: readonly TimestampAuthority[]): Promise<readonly PreparedAuthority[]> => {
    const known =
      prepared.get(authorities) ?? Promise.all(authorities.map((one) => prepareAuthority(one, engine)));
    prepared.set(authorities, known);
    return known;
  };
  return {
    verify: async (token, message, authorities, coveredAt) => {
      try {
        const stamp = await judgeTimestamp(token, message, await ready(authorities), engine, { coveredAt });
        return { verified: true, stamp };
      } catch (error) {
        if (!(error instanceof TimestampError)) throw error;
        return { verified: false, code: error.code, detail: error.message };
      }
    },
  };
}
