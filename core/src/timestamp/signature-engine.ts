/**
 * Signatures by pkijs on the platform's Web Cryptography. Algorithms, keys and forms have been looked at before: here
 * a signature verifies or it does not.
 *
 * @module
 */
import { BitString } from 'asn1js';
import {
  AlgorithmIdentifier,
  Certificate,
  ContentInfo,
  CryptoEngine,
  type ICryptoEngine,
  PublicKeyInfo,
  SignedData,
} from 'pkijs';
import type { CertificateParts } from '../x509/certificate-parts.js';
import type { RevocationListParts } from '../x509/revocation-list.js';
import { type TimestampHash, assertFits, assertSignatureForm, publicKeyOf, schemeOf } from './algorithms.js';

/** `globalThis.crypto` of Node and of browsers (there: on https and on this machine only). */
export interface WebCryptography {
  readonly subtle: { digest(hash: string, data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> };
}

export class SignatureEngine {
  readonly #engine: ICryptoEngine;

  constructor(private readonly crypto: WebCryptography) {
    this.#engine = new CryptoEngine({ name: 'chopmark', crypto: crypto as never });
  }

  async digest(hash: TimestampHash, data: Uint8Array): Promise<Uint8Array> {
    return new Uint8Array(await this.crypto.subtle.digest(hash, new Uint8Array(data)));
  }

  /**
   * Message digest and signature of a token's only signer.
   *
   * @param message What the token is over; pkijs compares the imprint once more.
   * @param signer The certificate that the signed attributes name.
   */
  verifyToken(token: Uint8Array, message: Uint8Array, signer: CertificateParts): Promise<boolean> {
    return holds(() => {
      const content: unknown = ContentInfo.fromBER(ownBuffer(token)).content;
      const signedData = new SignedData({ schema: content });
      // whichever certificate the library would pick by name: this is the one whose key counts
      signedData.certificates = [Certificate.fromBER(ownBuffer(signer.der))];
      return signedData.verify({ signer: 0, data: ownBuffer(message), checkChain: false }, this.#engine);
    });
  }

  /**
   * A certificate or revocation list under the key of an authority.
   *
   * @throws {TimestampError | CertificateError} When nobody here checks such a signature.
   */
  isSignedBy(authority: CertificateParts, subject: CertificateParts | RevocationListParts): Promise<boolean> {
    const { signatureAlgorithm, signature, signedPart } = subject;
    const scheme = schemeOf(signatureAlgorithm);
    assertFits(scheme, publicKeyOf(authority.publicKey));
    assertSignatureForm(scheme, signature);
    return holds(() =>
      this.#engine.verifyWithPublicKey(
        ownBuffer(signedPart),
        new BitString({ valueHex: ownBuffer(signature) }),
        PublicKeyInfo.fromBER(ownBuffer(authority.publicKey)),
        AlgorithmIdentifier.fromBER(ownBuffer(signatureAlgorithm.raw)),
        scheme.hash,
      ),
    );
  }
}

/** The library throws for much that does not verify: a point off the curve, a signature of another length. */
async function holds(verify: () => Promise<boolean>): Promise<boolean> {
  try {
    return await verify();
  } catch {
    return false;
  }
}

/** The library wants a buffer that holds these bytes and no others; `slice` of Node's Buffer would not copy. */
function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
