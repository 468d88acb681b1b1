/**
 * Certificates as materials, and the steps from one to a root of its organization.
 *
 * @module
 */
import { toBase64 } from '../encoding/base64.js';
import { utf8Decode } from '../encoding/utf8.js';
import type { TrustProfile } from '../trust/trust-profile.js';
import { type Certificate, parseCertificatePem } from '../x509/certificate.js';
import type { Material, MaterialBook } from './materials.js';
import { text } from './text.js';

export interface CertificateMaterials {
  readonly pem: Material;
  readonly der: Material;
  readonly signedPart: Material;
  readonly signature: Material;
  /** SubjectPublicKeyInfo. */
  readonly key: Material;
  readonly certificate: Certificate;
}

export class CertificateBook {
  readonly #known = new Map<string, CertificateMaterials>();
  readonly #shown = new Set<CertificateMaterials>();

  /** @param profileText The profile's text as a material; roots and intermediates stand in it. */
  constructor(
    private readonly book: MaterialBook,
    private readonly profile: TrustProfile | undefined,
    private readonly profileText: Material | undefined,
  ) {}

  /**
   * A certificate where it stands; the same one elsewhere is shown there too.
   *
   * @param slug Whose certificate, for file names.
   * @throws {CertificateError}
   */
  of(pem: Material, slug: string): CertificateMaterials {
    const known = this.#known.get(pem.name);
    return known ?? this.#parts(parseCertificatePem(utf8Decode(pem.bytes)), pem, slug, pem.name);
  }

  /** An authority's certificate out of the profile. */
  authority(certificate: Certificate, mspId: string): CertificateMaterials {
    const known = this.#known.get(keyOf(certificate));
    if (known) return known;
    const organization = this.profile?.organizations.find((one) => one.mspId === mspId);
    const pems = [...(organization?.roots ?? []), ...(organization?.intermediates ?? [])];
    const found = pems.find((one) => keyOf(parseCertificatePem(one)) === keyOf(certificate));
    if (found === undefined || !this.profileText)
      throw new RangeError(`no authority of ${mspId} in the profile`);
    const title = text(
      `Authority certificate of ${mspId}, from the trust profile`,
      `${mspId} 的根（中间）证书，取自信任配置`,
    );
    const pem = this.book.addText(`${mspId}-authority.pem`, title, found, {
      in: this.profileText.name,
      as: 'json-text',
    });
    return this.#parts(certificate, pem, `${mspId}-authority`, keyOf(certificate));
  }

  /** @returns True at the first call: a step tells once where an authority comes from. */
  isNew(parts: CertificateMaterials): boolean {
    if (this.#shown.has(parts)) return false;
    this.#shown.add(parts);
    return true;
  }

  #parts(certificate: Certificate, pem: Material, slug: string, key: string): CertificateMaterials {
    const der = this.book.add(
      `${slug}-certificate.der`,
      text('Certificate in DER', '证书（DER 编码）'),
      certificate.der,
      {
        in: pem.name,
        as: 'pem',
      },
    );
    const cut = (name: string, en: string, zh: string, part: Uint8Array): Material =>
      this.book.cut(der, `${slug}-${name}.der`, text(en, zh), part);
    const parts: CertificateMaterials = {
      pem,
      der,
      signedPart: cut(
        'signed-part',
        'Part of the certificate that its issuer signed',
        '证书中由签发者签名的部分',
        certificate.signedPart,
      ),
      signature: cut(
        'issuer-signature',
        "Signature of the certificate's issuer",
        '证书签发者的签名',
        certificate.signature,
      ),
      key: cut('key', 'Public key of the certificate', '证书公钥', certificate.publicKey),
      certificate,
    };
    this.#known.set(key, parts);
    return parts;
  }
}

function keyOf({ der }: Certificate): string {
  return toBase64(der);
}
