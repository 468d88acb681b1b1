/**
 * The verifier's cryptography for millions of mutants of one bundle, most of whose signatures are untouched.
 *
 * What may be remembered, and why that is sound: whether a signature verifies is a function of three byte strings (key,
 * message, signature) and of nothing else, and so is what a timestamp token says, of token, message, authorities and the
 * instant by which it is held. An answer is kept for the golden bundle's own inputs only, under all their bytes and
 * lengths, not under a digest of them: a mutant that changes one bit of one of them is another key and is computed. Every
 * other step, from bytes to verdict, is done anew for each mutant. `--no-memo` computes everything; a test in CI compares.
 *
 * @module
 */
import { type KeyObject, createPublicKey, verify } from 'node:crypto';
import { type Timestamps, createTimestamps } from '@chopmark/core/timestamps';
import type { VerifierOptions, VerifyCrypto } from '@chopmark/core/verify';
import { nodeCrypto } from '../support/node-crypto.js';

/** Keys kept imported; a run meets a few good ones and very many bent ones. */
const MOST_KEYS = 64;

export interface MutationCrypto {
  readonly crypto: VerifyCrypto;
  readonly options: VerifierOptions;
  /** From now on nothing more is remembered: what the golden bundle asked has been asked. */
  learned(): void;
}

export function mutationCrypto({ memo }: { readonly memo: boolean }): MutationCrypto {
  let learns = memo;
  const keys = new Map<string, KeyObject>();
  const signatures = new Map<string, boolean>();
  const tokens = new Map<string, Awaited<ReturnType<Timestamps['verify']>>>();
  const reader = createTimestamps(crypto);

  const keyOf = (spkiDer: Uint8Array): KeyObject => {
    const name = exactly(spkiDer);
    const known = keys.get(name);
    if (known) return known;
    const key = createPublicKey({ key: Buffer.from(spkiDer), format: 'der', type: 'spki' });
    if (keys.size < MOST_KEYS) keys.set(name, key);
    return key;
  };
  const verified = (spkiDer: Uint8Array, message: Uint8Array, signatureDer: Uint8Array): boolean => {
    try {
      return verify('sha256', message, keyOf(spkiDer), signatureDer);
    } catch {
      return false;
    }
  };

  return {
    crypto: {
      ...nodeCrypto,
      verifyP256: (...input) => {
        const name = memo ? exactly(...input) : '';
        const answer = signatures.get(name) ?? verified(...input);
        if (learns) signatures.set(name, answer);
        return Promise.resolve(answer);
      },
    },
    options: {
      timestamps: () =>
        Promise.resolve({
          verify: async (token, message, authorities, coveredAt) => {
            if (!memo) return reader.verify(token, message, authorities, coveredAt);
            // one list of authorities for the whole run: that of the golden bundle's profile
            const name = exactly(token, message(), Buffer.from(String(coveredAt)));
            const answer = tokens.get(name) ?? (await reader.verify(token, message, authorities, coveredAt));
            if (learns) tokens.set(name, answer);
            return answer;
          },
        }),
    },
    learned: () => {
      learns = false;
    },
  };
}

/** A text for a list of byte strings, another one for every other list: each stands behind its own length. */
function exactly(...parts: readonly Uint8Array[]): string {
  return parts
    .map(
      (part) => `${part.length}:${Buffer.from(part.buffer, part.byteOffset, part.length).toString('latin1')}`,
    )
    .join('');
}
