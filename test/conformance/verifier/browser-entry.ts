/** The verifier as a page has it, for conformance.browser.test.ts: the same judge and the same cryptography. */
import {
  createVerifier,
  errorVerdict,
  parseTrustProfile,
  TrustError,
  type Verdict,
  verifyLedgerProof,
} from '@chopmark/core/verify';
import { createTimestamps } from '@chopmark/core/timestamps';
import { browserCrypto } from '../../../web/src/verify/browser-crypto.js';
import type { Input } from './read-cases.js';

/** Bytes come as base64: a page is handed JSON. */
export interface BrowserCase {
  readonly input: string;
  readonly kind: Input;
  readonly trust: readonly string[];
  readonly now: string;
}

const timestamps = () => Promise.resolve(createTimestamps(crypto));

async function judge({ input, kind, trust, now: instant }: BrowserCase): Promise<Verdict> {
  const now = new Date(instant);
  try {
    const profiles = trust.map((file) => parseTrustProfile(bytesOf(file)));
    return kind === 'proof'
      ? await verifyLedgerProof(bytesOf(input), profiles, { crypto: browserCrypto, now })
      : await createVerifier(profiles, browserCrypto, { timestamps }).verify(bytesOf(input), now);
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return errorVerdict(error.code, error.message);
  }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

Object.assign(globalThis, {
  judgeCases: (cases: readonly BrowserCase[]) => Promise.all(cases.map(judge)),
});
