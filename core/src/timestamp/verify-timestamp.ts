/**
 * Judges one RFC 3161 token: who stamped what, and when.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3161 and https://www.rfc-editor.org/rfc/rfc5816
 * @module
 */
import { equalBytes } from '../encoding/bytes.js';
import { toHex } from '../encoding/hex.js';
import type { CertificateParts } from '../x509/certificate-parts.js';
import { commonNameOf } from '../x509/name.js';
import { assertFits, publicKeyOf, schemeName, schemeOf } from './algorithms.js';
import { type PreparedAuthority, prepareAuthority } from './authorities.js';
import { type CertificatePath, assertNotRevoked, pathOf } from './certificate-path.js';
import { assertStampingCertificate } from './purpose.js';
import { type TokenParts, readToken } from './read-token.js';
import { SignatureEngine, type WebCryptography } from './signature-engine.js';
import { namesCertificate } from './signed-attributes.js';
import { TimestampError, orFault } from './timestamp-error.js';
import { type TimestampInfo, readTimestampInfo } from './timestamp-info.js';
import type { TimestampAuthority, VerifiedTimestamp } from './timestamps-port.js';

export interface TimestampExpectations {
  /** For an answer just received: the question's nonce, lowercase hex. */
  readonly nonce?: string;
  /** For an answer just received: the policy that was asked for, dotted. */
  readonly policy?: string;
  /** See `Timestamps.verify`. */
  readonly coveredAt?: number | undefined;
}

/**
 * @param token DER of a TimeStampToken.
 * @param message What it should be over.
 * @param authorities Those believed; from a trust profile, never from the bundle.
 * @throws {TimestampError}
 */
export async function verifyTimestamp(
  token: Uint8Array,
  message: Uint8Array,
  authorities: readonly TimestampAuthority[],
  { crypto, ...expected }: TimestampExpectations & { readonly crypto: WebCryptography },
): Promise<VerifiedTimestamp> {
  const engine = new SignatureEngine(crypto);
  const prepared = await Promise.all(authorities.map((one) => prepareAuthority(one, engine)));
  return judgeTimestamp(token, () => message, prepared, engine, expected);
}

/** As `verifyTimestamp`, by authorities made ready before. @throws {TimestampError} */
export async function judgeTimestamp(
  token: Uint8Array,
  message: () => Uint8Array,
  authorities: readonly PreparedAuthority[],
  engine: SignatureEngine,
  { nonce, policy, coveredAt }: TimestampExpectations,
): Promise<VerifiedTimestamp> {
  const parts = readToken(token);
  const info = readTimestampInfo(parts.content);
  const signer = await signerOf(parts, engine);
  const path = await pathOf(signer, parts.certificates, info.genTime, authorities, engine);
  assertNotRevoked(path, info.genTime + info.accuracyMs, coveredAt);
  if (nonce !== undefined && nonce !== info.nonce)
    throw new TimestampError('TIMESTAMP_NONCE_MISMATCH', 'the token answers another question');
  if (policy !== undefined && policy !== info.policy)
    throw new TimestampError('TIMESTAMP_POLICY_MISMATCH', `stamped under policy ${info.policy}`);

  const stamped = message();
  if (!equalBytes(await engine.digest(info.hash, stamped), info.imprint))
    throw new TimestampError('TIMESTAMP_IMPRINT_MISMATCH', 'the token is over something else');
  if (!equalBytes(await engine.digest(parts.digest, parts.content), parts.attributes.messageDigest))
    throw new TimestampError('TIMESTAMP_SIGNATURE_INVALID', 'the content is not the one that was signed');
  if (!(await engine.verifyToken(token, stamped, signer)))
    throw new TimestampError('TIMESTAMP_SIGNATURE_INVALID', 'the signature of the authority does not verify');
  return stampOf(info, path, parts);
}

/** The one certificate that SignerInfo names and whose hash is signed. */
async function signerOf(
  { certificates, signer, attributes, scheme }: TokenParts,
  engine: SignatureEngine,
): Promise<CertificateParts> {
  const { signingCertificate } = attributes;
  const certificate = certificates.find(
    ({ issuer, serial }) => equalBytes(issuer, signer.issuer) && serial === signer.serial,
  );
  if (!certificate)
    throw new TimestampError('TIMESTAMP_SIGNER_UNBOUND', 'no usable certificate of the signer in the token');
  const hash = await engine.digest(signingCertificate.hash, certificate.der);
  const isNamed = orFault('TIMESTAMP_MALFORMED', () => namesCertificate(signingCertificate, certificate));
  if (!equalBytes(hash, signingCertificate.certificateHash) || !isNamed)
    throw new TimestampError('TIMESTAMP_SIGNER_UNBOUND', 'the signature names another certificate');
  assertStampingCertificate(certificate);
  assertFits(
    scheme,
    orFault('TIMESTAMP_MALFORMED', () => publicKeyOf(certificate.publicKey)),
  );
  return certificate;
}

function stampOf(
  info: TimestampInfo,
  { authority, chain }: CertificatePath,
  { scheme }: TokenParts,
): VerifiedTimestamp {
  const { genTime, accuracyMs, hash, imprint, policy, serial } = info;
  return {
    authority: authority.name,
    genTime,
    accuracyMs,
    hash,
    imprint: toHex(imprint),
    policy,
    serial,
    validUntil: Math.min(...chain.map(({ notAfter }) => notAfter)),
    chain: chain.map(({ subject, notAfter, publicKey }, at) => {
      const below = chain[at - 1];
      const signed = below ? schemeOf(below.signatureAlgorithm) : scheme;
      return {
        name: orFault('TIMESTAMP_MALFORMED', () => commonNameOf(subject)),
        notAfter,
        algorithm: schemeName(signed, publicKeyOf(publicKey)),
      };
    }),
  };
}
