/** The verifier as a page has it, for conformance.browser.test.ts: the same judge and the same cryptography. */
import {
  createVerifier,
  errorVerdict,
  parseTrustProfile,
  TrustError,
  type Verdict,
} from '@chopmark/core/verify';
import { browserCrypto } from '../../../web/src/verify/browser-crypto.js';

/** Bytes come as base64: a page is handed JSON. */
export interface BrowserCase {
  readonly bundle: string;
  readonly trust: readonly string[];
  readonly now: string;
}

async function judge({ bundle, trust, now }: BrowserCase): Promise<Verdict> {
  try {
    const profiles = trust.map((file) => parseTrustProfile(bytesOf(file)));
    return await createVerifier(profiles, browserCrypto).verify(bytesOf(bundle), new Date(now));
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
