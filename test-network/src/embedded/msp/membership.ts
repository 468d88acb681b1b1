/**
 * Membership service of one organization, from the configuration in the channel (`msp/mspimpl*.go`): who belongs to
 * it and in which role. A certificate's own dates do not count here: chains are judged as of one second after
 * NotBefore, so that an old block stays valid; expiry is checked where a proposal or an envelope comes in.
 */
import { X509Certificate, type KeyObject } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import { sha256 } from '../wire/bytes.js';
import { verifyLowS } from '../wire/ecdsa.js';

export type Role = 'client' | 'peer' | 'admin' | 'orderer';

/** A certificate that a membership service took for its own. */
export type Identity = {
  readonly mspId: string;
  readonly certificate: X509Certificate;
  readonly publicKey: KeyObject;
  /** Two serialized forms of one certificate are one identity: policies count by this. */
  readonly fingerprint: string;
  readonly organizationalUnits: readonly string[];
};

/** Why an identity or its signature was not accepted; its text goes to logs, clients are told less. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
}

type OuRule = { readonly role: Role; readonly unit: string; readonly issuer: string | undefined };

export class Membership {
  readonly mspId: string;
  readonly tlsRoots: readonly Uint8Array[];
  readonly #authorities: readonly X509Certificate[];
  readonly #admins: ReadonlySet<string>;
  readonly #ouRules: readonly OuRule[];
  readonly #roles = new Map<string, ReadonlySet<Role> | IdentityError>();

  /** @throws {Error} When the configuration uses what this network does not implement (revocation lists). */
  constructor(config: msp.FabricMSPConfig) {
    this.mspId = config.getName();
    if (config.getRevocationListList_asU8().length > 0) {
      throw new Error(
        `membership of ${this.mspId}: revocation lists are not implemented by the embedded network`,
      );
    }
    this.tlsRoots = [...config.getTlsRootCertsList_asU8(), ...config.getTlsIntermediateCertsList_asU8()];
    this.#authorities = [...config.getIntermediateCertsList_asU8(), ...config.getRootCertsList_asU8()].map(
      certificateOf,
    );
    this.#admins = new Set(config.getAdminsList_asU8().map((pem) => fingerprintOf(certificateOf(pem))));
    this.#ouRules = ouRulesOf(config.getFabricNodeOus());
  }

  /**
   * The identity behind the PEM bytes; its role is not judged yet.
   *
   * @throws {IdentityError} Unless it is a certificate of this organization's authorities.
   */
  identityOf(pem: Uint8Array): Identity {
    const certificate = certificateOf(pem);
    this.#issuerOf(certificate);
    const subject = certificate.toLegacyObject().subject as { OU?: string | string[] } | undefined;
    return {
      mspId: this.mspId,
      certificate,
      publicKey: certificate.publicKey,
      fingerprint: `${this.mspId}:${fingerprintOf(certificate)}`,
      organizationalUnits: [subject?.OU ?? []].flat(),
    };
  }

  /** @throws {IdentityError} Unless the certificate chains to this organization's roots and has exactly one role. */
  assertValid(identity: Identity): void {
    const roles = this.#judge(identity);
    if (roles instanceof IdentityError) throw roles;
  }

  hasRole(identity: Identity, role: Role): boolean {
    const roles = this.#judge(identity);
    return !(roles instanceof IdentityError) && roles.has(role);
  }

  /** A certificate never changes, nor does the configuration while this object lives: each is judged once. */
  #judge(identity: Identity): ReadonlySet<Role> | IdentityError {
    const known = this.#roles.get(identity.fingerprint);
    if (known) return known;
    let verdict: ReadonlySet<Role> | IdentityError;
    try {
      verdict = this.#rolesOf(identity);
    } catch (error) {
      if (!(error instanceof IdentityError)) throw error;
      verdict = error;
    }
    if (this.#roles.size < 10_000) this.#roles.set(identity.fingerprint, verdict);
    return verdict;
  }

  #rolesOf(identity: Identity): ReadonlySet<Role> {
    const { certificate } = identity;
    if (certificate.ca) throw new IdentityError('a certificate authority cannot be used as an identity');
    const issuer = this.#issuerOf(certificate);
    const isListedAdmin = this.#admins.has(fingerprintOf(certificate));
    if (this.#ouRules.length === 0) return new Set<Role>(isListedAdmin ? ['admin'] : []);

    const matches = this.#ouRules.filter(
      (rule) =>
        identity.organizationalUnits.includes(rule.unit) &&
        (rule.issuer === undefined || rule.issuer === fingerprintOf(issuer)),
    );
    if (matches.length !== 1) {
      throw new IdentityError(`the identity must have exactly one of the node OUs, it has ${matches.length}`);
    }
    return new Set<Role>([
      ...matches.map(({ role }) => role),
      ...(isListedAdmin ? (['admin'] as const) : []),
    ]);
  }

  /** The authority that signed the certificate; its own chain must end in a self-signed root of the configuration. */
  #issuerOf(certificate: X509Certificate, depth = 0, at = judgedAt(certificate)): X509Certificate {
    const issuer = this.#authorities.find(
      (authority) =>
        authority.ca &&
        certificate.checkIssued(authority) &&
        certificate.verify(authority.publicKey) &&
        isValidAt(authority, at),
    );
    if (!issuer || depth > 8)
      throw new IdentityError(`the certificate is not issued by an authority of ${this.mspId}`);
    const selfSigned = issuer.checkIssued(issuer) && issuer.verify(issuer.publicKey);
    if (!selfSigned) this.#issuerOf(issuer, depth + 1, at);
    return issuer;
  }
}

/** All memberships of a channel (`msp/mspmgrimpl.go`). */
export class Memberships {
  readonly #byMspId: ReadonlyMap<string, Membership>;
  readonly #identities = new Map<string, Identity>();

  constructor(memberships: readonly Membership[]) {
    this.#byMspId = new Map(memberships.map((membership) => [membership.mspId, membership]));
  }

  get mspIds(): string[] {
    return [...this.#byMspId.keys()];
  }

  membership(mspId: string): Membership | undefined {
    return this.#byMspId.get(mspId);
  }

  /**
   * @param serialized Bytes of `msp.SerializedIdentity`.
   * @throws {IdentityError} When it cannot be read, or names an organization that the channel does not have.
   */
  identityOf(serialized: Uint8Array): Identity {
    const cacheKey = sha256(serialized).toString('base64');
    const known = this.#identities.get(cacheKey);
    if (known) return known;
    const { mspId, pem } = parseSerializedIdentity(serialized);
    const membership = this.#byMspId.get(mspId);
    if (!membership) throw new IdentityError(`MSP ${mspId} is unknown`);
    const identity = membership.identityOf(pem);
    if (this.#identities.size < 10_000) this.#identities.set(cacheKey, identity);
    return identity;
  }

  /** @throws {IdentityError} Unless the identity is valid in its organization. */
  assertValid(identity: Identity): void {
    const membership = this.#byMspId.get(identity.mspId);
    if (!membership) throw new IdentityError(`MSP ${identity.mspId} is unknown`);
    membership.assertValid(identity);
  }

  isValid(identity: Identity): boolean {
    try {
      this.assertValid(identity);
      return true;
    } catch (error) {
      if (error instanceof IdentityError) return false;
      throw error;
    }
  }

  hasRole(identity: Identity, role: Role): boolean {
    return this.#byMspId.get(identity.mspId)?.hasRole(identity, role) ?? false;
  }
}

export function verifySignature(identity: Identity, message: Uint8Array, signature: Uint8Array): boolean {
  const curve = identity.publicKey.asymmetricKeyDetails?.namedCurve;
  return identity.publicKey.asymmetricKeyType === 'ec' && curve === 'prime256v1'
    ? verifyLowS(identity.publicKey, message, signature)
    : false;
}

/** The instant as of which a certificate's chain is judged: one second into its own life. */
function judgedAt(certificate: X509Certificate): number {
  return Date.parse(certificate.validFrom) + 1_000;
}

function isValidAt({ validFrom, validTo }: X509Certificate, instant: number): boolean {
  return Date.parse(validFrom) <= instant && instant <= Date.parse(validTo);
}

/** NotAfter of whatever certificate a serialized identity holds, of a member or not; `undefined` when it holds none. */
export function expiryOf(serialized: Uint8Array): Date | undefined {
  try {
    return new Date(certificateOf(parseSerializedIdentity(serialized).pem).validTo);
  } catch (error) {
    if (error instanceof IdentityError) return undefined;
    throw error;
  }
}

/** True once the certificate's NotAfter has passed. */
export function isExpired(identity: Identity, now: Date): boolean {
  return Date.parse(identity.certificate.validTo) < now.getTime();
}

export function parseSerializedIdentity(serialized: Uint8Array): { mspId: string; pem: Uint8Array } {
  try {
    const message = msp.SerializedIdentity.deserializeBinary(serialized);
    return { mspId: message.getMspid(), pem: message.getIdBytes_asU8() };
  } catch (cause) {
    throw new IdentityError('the serialized identity cannot be read', { cause });
  }
}

function ouRulesOf(nodeOus: msp.FabricNodeOUs | undefined): OuRule[] {
  if (!nodeOus?.getEnable()) return [];
  const identifiers = [
    ['client', nodeOus.getClientOuIdentifier()],
    ['peer', nodeOus.getPeerOuIdentifier()],
    ['admin', nodeOus.getAdminOuIdentifier()],
    ['orderer', nodeOus.getOrdererOuIdentifier()],
  ] as const;
  return identifiers.flatMap(([role, identifier]) => {
    if (!identifier) return [];
    const pem = identifier.getCertificate_asU8();
    const issuer = pem.length > 0 ? fingerprintOf(certificateOf(pem)) : undefined;
    return [{ role, unit: identifier.getOrganizationalUnitIdentifier(), issuer }];
  });
}

function certificateOf(pem: Uint8Array): X509Certificate {
  const text = Buffer.from(pem).toString('latin1');
  // Node also takes bare DER; Fabric's identities are PEM and nothing else.
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new IdentityError('the identity is no PEM certificate');
  try {
    return new X509Certificate(text);
  } catch (cause) {
    throw new IdentityError('the certificate cannot be read', { cause });
  }
}

function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256;
}
