/**
 * From a certificate to a root of its organization: what each link is signed with, and whether the signer has the
 * role that it needs.
 *
 * @module
 */
import { hasRole } from '../fabric-proof/identity.js';
import type { FindingCode } from '../verdict/finding-codes.js';
import { CertificateError } from '../x509/certificate-error.js';
import type { Certificate } from '../x509/certificate.js';
import { type TrustedOrganization, chainOf, isFormer } from '../x509/chain.js';
import { isRevoked } from '../x509/revocation.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import type { CertificateBook, CertificateMaterials } from './certificates.js';
import { quoted } from './shell.js';
import { type StepDraft, cutStep, inputsOf, run, signatureStep } from './step-drafts.js';
import { text } from './text.js';

export interface ChainQuestion {
  readonly leaf: CertificateMaterials;
  readonly mspId: string;
  readonly organization: TrustedOrganization;
  readonly certificates: CertificateBook;
  readonly crypto: VerifyCrypto;
  /** Answers that hang on the chain, and on the role. */
  readonly codes: {
    readonly chain: readonly FindingCode[];
    readonly role: readonly FindingCode[];
    readonly former?: readonly FindingCode[];
  };
}

/** @returns False when no chain leads to a root: nothing that the certificate signed counts. */
export async function* chainSteps(question: ChainQuestion): AsyncGenerator<StepDraft, boolean> {
  const { leaf, mspId, organization, certificates, crypto, codes } = question;
  const chain = await orUndefined(() => chainOf(leaf.certificate, organization, crypto));
  if (!chain) {
    yield (await isFormer(leaf.certificate, organization, crypto)) ? formerRoot(question) : noChain(question);
    return false;
  }
  for (const [at, issuer] of chain.slice(1).entries()) {
    const subject = at === 0 ? leaf : certificates.authority(chain[at] as Certificate, mspId);
    const authority = certificates.authority(issuer, mspId);
    if (certificates.isNew(authority))
      yield cutStep(text(`Authority of ${mspId}`, `${mspId} 的证书签发机构`), authority.pem, [
        authority.der,
        authority.key,
      ]);
    yield await signatureStep(
      {
        title: text(`${mspId} issued the certificate`, `证书由 ${mspId} 签发`),
        names: ['key of the authority', 'signed part of the certificate'],
        key: authority.key,
        message: [subject.signedPart],
        signature: subject.signature,
        lowS: false,
        codes: codes.chain,
      },
      crypto,
    );
  }
  yield wholeChain(question, chain);
  return true;
}

/** What openssl says to the whole chain, asked as Fabric asks: one second after the certificate began. */
function wholeChain(
  { leaf, mspId, certificates, codes }: ChainQuestion,
  chain: readonly Certificate[],
): StepDraft {
  const authorities = chain.slice(1).map((one) => certificates.authority(one, mspId));
  const root = authorities.at(-1);
  const between = authorities.slice(0, -1);
  const instant = leaf.certificate.notBefore / 1000 + 1;
  const untrusted = between.map(({ pem }) => ` -untrusted ${pem.name}`).join('');
  return {
    title: text(`The chain leads to a root of ${mspId}`, `证书链通向 ${mspId} 的根证书`),
    operation: 'X.509 path validation (RFC 5280) at NotBefore + 1 s',
    inputs: inputsOf([leaf.pem, ...authorities.map(({ pem }) => pem)]),
    output: { text: 'OK', material: null },
    expected: { text: 'OK', material: null },
    rows: [],
    result: 'agrees',
    codes: codes.chain,
    definite: true,
    repeat: [
      run(
        `openssl verify -no-CApath -check_ss_sig -attime ${instant} -CAfile ${root?.pem.name ?? ''}${untrusted} ${leaf.pem.name}`,
        `${leaf.pem.name}: OK`,
      ),
    ],
  };
}

function noChain({ leaf, mspId, codes }: ChainQuestion): StepDraft {
  return {
    title: text(`No chain leads to a root of ${mspId}`, `没有通向 ${mspId} 根证书的证书链`),
    operation: 'X.509 path validation (RFC 5280) at NotBefore + 1 s',
    inputs: inputsOf([leaf.pem]),
    output: { text: 'no chain', material: null },
    expected: { text: 'OK', material: null },
    rows: [],
    result: 'differs',
    codes: codes.chain,
    definite: true,
    repeat: [],
  };
}

/** Neither believed nor an impostor: whoever relies on it gets a profile that keeps the old root. */
function formerRoot({ leaf, mspId, codes }: ChainQuestion): StepDraft {
  return {
    title: text(
      `The chain leads to a former root of ${mspId}, which the profile does not name`,
      `证书链通向 ${mspId} 的旧根证书，信任配置未载`,
    ),
    operation: 'X.509 path validation (RFC 5280) with the authorities of the archived configurations',
    inputs: inputsOf([leaf.pem]),
    output: { text: 'not counted', material: null },
    expected: null,
    rows: [],
    result: 'computed',
    codes: codes.former ?? [],
    definite: false,
    repeat: [],
  };
}

const ROLE_COMMAND =
  "openssl x509 -noout -subject -nameopt RFC2253,sep_multiline | sed -n 's/^ *OU=//p' | grep -xE 'client|peer|admin|orderer' | xargs";

/** Fabric's NodeOU rule: exactly one of the four roles stands in the subject. */
export function roleStep(
  { leaf, mspId, codes }: ChainQuestion,
  role: 'peer' | 'admin' | 'orderer',
): StepDraft {
  const agrees = hasRole(leaf.certificate, role);
  const found = leaf.certificate.organizationalUnits
    .filter((unit) => ['client', 'peer', 'admin', 'orderer'].includes(unit))
    .join(' ');
  return {
    title: text(`Role of the certificate of ${mspId}`, `${mspId} 证书的角色`),
    operation: 'role among the organizational units of the subject',
    inputs: inputsOf([leaf.pem]),
    output: { text: found, material: null },
    expected: { text: role, material: null },
    rows: [],
    result: agrees ? 'agrees' : 'differs',
    codes: codes.role,
    definite: true,
    repeat: [run(`< ${leaf.pem.name} ${ROLE_COMMAND}`, found, role)],
  };
}

/** Whether a signer counts. @param lists Revocation lists of the organization, as PEM files' names. */
export async function revocationStep(
  { leaf, mspId, organization, crypto }: ChainQuestion,
  lists: readonly string[],
): Promise<StepDraft> {
  const chain = await chainOf(leaf.certificate, organization, crypto);
  const revoked = isRevoked(chain, organization.revoked);
  const serial = leaf.certificate.serial.replace(/^00(?=..)/, '').toUpperCase();
  return {
    title: text(`Is the certificate of ${mspId} revoked?`, `${mspId} 的证书是否已吊销？`),
    operation: 'serial number looked up in the revocation lists of the profile',
    inputs: inputsOf([leaf.pem]),
    output: { text: revoked ? 'revoked: its signature does not count' : 'not revoked', material: null },
    expected: null,
    rows: [],
    result: 'computed',
    codes: [],
    definite: false,
    repeat: lists.map((list) =>
      run(
        `openssl crl -in ${list} -noout -text | grep -c ${quoted(`Serial Number: ${serial}$`)} || true`,
        revoked ? '1' : '0',
      ),
    ),
  };
}

async function orUndefined<T>(make: () => Promise<T>): Promise<T | undefined> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return undefined;
  }
}
