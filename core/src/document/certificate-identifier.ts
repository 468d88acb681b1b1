/** Identifier of an electronic certificate (证照标识, GB/T 36904-2018), checked by ISO 7064 MOD 37,36. */
import { DocumentError } from '../errors/document-error.js';

export const CERTIFICATE_ROOT = '1.2.156.3005.2';

export interface CertificateIdentifier {
  /** 18-character code of the body that defined the type, and 3 digits. */
  readonly typeCode: string;
  /** 18-character code of the issuer, or its region of 6 digits. */
  readonly issuer: string;
  readonly serial: string;
  /** `001` at first; each change of the certificate adds one. */
  readonly version: string;
  readonly check: string;
}

const FORM =
  /^1\.2\.156\.3005\.2\.(?<typeCode>[0-9A-Z]{21})\.(?<issuer>[0-9A-Z]{18}|[0-9]{6})\.(?<serial>[0-9A-Z]+)\.(?<version>[0-9]{3})\.(?<check>[0-9A-Z])$/;

/** Reads the parts; whether the check character is right is `checkCertificateIdentifier`'s answer. @throws {DocumentError} `MALFORMED_IDENTIFIER` */
export function parseCertificateIdentifier(text: string): CertificateIdentifier {
  const { typeCode, issuer, serial, version, check } = FORM.exec(text)?.groups ?? {};
  if (!typeCode || !issuer || !serial || !version || !check) {
    throw new DocumentError('MALFORMED_IDENTIFIER', 'identifier must be of GB/T 36904');
  }
  return { typeCode, issuer, serial, version, check };
}

/** An identifier with its check character computed. @throws {DocumentError} `MALFORMED_IDENTIFIER` */
export function formatCertificateIdentifier(parts: Omit<CertificateIdentifier, 'check'>): string {
  const { typeCode, issuer, serial, version } = parts;
  const text = [CERTIFICATE_ROOT, typeCode, issuer, serial, version, certificateCheck(parts)].join('.');
  parseCertificateIdentifier(text);
  return text;
}

export interface CertificateIdentifierCheck {
  readonly wellFormed: boolean;
  /** The check character is the computed one: false is a warning, for printed ones are wrong at times. */
  readonly checkOk: boolean;
}

export function checkCertificateIdentifier(text: string): CertificateIdentifierCheck {
  if (!FORM.test(text)) return { wellFormed: false, checkOk: false };
  const identifier = parseCertificateIdentifier(text);
  return { wellFormed: true, checkOk: certificateCheck(identifier) === identifier.check };
}

/** Check character over type code, issuer, serial and version, without dots and root. */
export function certificateCheck({
  typeCode,
  issuer,
  serial,
  version,
}: Omit<CertificateIdentifier, 'check'>): string {
  let product = 36;
  for (const character of typeCode + issuer + serial + version) {
    const sum = (product + parseInt(character, 36)) % 36;
    product = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return ((37 - product) % 36).toString(36).toUpperCase();
}
