/** Signatures of a statement: the client's under the question, the peers' under the answer, and who counts. */
import { hasRole } from '../fabric-proof/identity.js';
import { SERIALIZED_IDENTITY } from '../fabric-proof/messages.js';
import { ProtobufError } from '../protobuf/protobuf-error.js';
import { readMessage } from '../protobuf/message.js';
import { CertificateError } from '../x509/certificate-error.js';
import { isFormer } from '../x509/chain.js';
import { DocumentError } from '../errors/document-error.js';
import type { FindingCode } from '../verdict/finding-codes.js';
import { revocationListsOf } from './basis-steps.js';
import type { CertificateMaterials } from './certificates.js';
import { type ChainQuestion, chainSteps, revocationStep, roleStep } from './chain-steps.js';
import type { BundleContext } from './context.js';
import type { Material } from './materials.js';
import type { EndorsementMaterials } from './statement-materials.js';
import type { QuestionMaterials } from './question-steps.js';
import { type StepDraft, cutStep, rowsStep, signatureStep } from './step-drafts.js';
import { text } from './text.js';

/** Nobody is believed for the client's signature; it is checked because no byte of a bundle is free. */
export async function* creatorSteps(
  context: BundleContext,
  { proposal, clientSignature, creator }: QuestionMaterials,
): AsyncGenerator<StepDraft> {
  const { mspId, leaf } = identityOf(context, creator, 'client');
  yield cutStep(text(`Client of ${mspId}, by its own account`, `自称属于 ${mspId} 的客户端`), creator, [
    leaf.pem,
    leaf.der,
    leaf.key,
  ]);
  yield await signatureStep(
    {
      title: text('The client signed the question', '客户端签署了请求'),
      names: ['key of the client', 'proposal'],
      key: leaf.key,
      message: [proposal],
      signature: clientSignature,
      lowS: true,
      codes: ['STATEMENT_SIGNATURE_INVALID'],
    },
    context.crypto,
  );
}

/** Where signatures of peers stand, and which answers hang on them. */
export interface Signers {
  /** What they signed, each followed by its own identity. */
  readonly payload: Material;
  readonly endorsements: readonly EndorsementMaterials[];
  /** Begins names of files: `signer`. */
  readonly slug: string;
  readonly codes: SignerCodes;
}

export type SignerCodes = {
  readonly [fault in 'malformed' | 'signature' | 'chain' | 'role']: readonly FindingCode[];
};

export async function* signerSteps(context: BundleContext, signers: Signers): AsyncGenerator<StepDraft> {
  for (const at of signers.endorsements.keys()) yield* oneSigner(context, signers, at);
}

/** What comes out here is definite: each signer stands for itself. */
async function* oneSigner(
  context: BundleContext,
  { payload, endorsements, slug, codes }: Signers,
  at: number,
): AsyncGenerator<StepDraft> {
  const { crypto, trust, certificates } = context;
  const number = at + 1;
  const { endorser, signature } = endorsements[at] as EndorsementMaterials;
  const identity = orUndefined(() => identityOf(context, endorser, `${slug}-${number}`));
  if (!identity) {
    yield unreadable(number, endorser, codes.malformed);
    return;
  }
  const { mspId, leaf } = identity;
  yield cutStep(text(`Signer ${number} claims ${mspId}`, `签名者 ${number} 自称属于 ${mspId}`), endorser, [
    leaf.pem,
    leaf.der,
    leaf.signedPart,
    leaf.signature,
    leaf.key,
  ]);
  const signed = await signatureStep(
    {
      title: text(`Signer ${number}, ${mspId}, signed the answer`, `签名者 ${number}（${mspId}）签署了回答`),
      names: [`key of signer ${number}`, 'answer', 'identity of the signer'],
      key: leaf.key,
      message: [payload, endorser],
      signature,
      lowS: true,
      codes: codes.signature,
    },
    crypto,
  );
  yield signed;
  if (signed.result !== 'agrees' || !trust) return;
  const organization = trust.organizations.find((one) => one.mspId === mspId);
  const rules = trust.profile.organizations.find((one) => one.mspId === mspId);
  if (!organization || !rules) {
    yield notCounted(number, mspId, endorser);
    return;
  }
  const question: ChainQuestion = {
    leaf,
    mspId,
    organization,
    certificates,
    crypto,
    codes,
  };
  if (!(yield* chainSteps(question)) && !(await isFormer(leaf.certificate, organization, crypto))) return;
  yield roleStep(question, 'peer');
  if (!hasRole(leaf.certificate, 'peer')) return;
  const lists = revocationListsOf(context, rules);
  if (lists.length > 0 && !(await isFormer(leaf.certificate, organization, crypto)))
    yield await revocationStep(
      question,
      lists.map(({ name }) => name),
    );
}

/** @param slug Begins names of files. @throws {ProtobufError | CertificateError | DocumentError} */
export function identityOf(
  { book, certificates }: BundleContext,
  identity: Material,
  slug: string,
): { mspId: string; leaf: CertificateMaterials } {
  const { mspId, idBytes } = readMessage(SERIALIZED_IDENTITY, identity.bytes);
  const pem = book.cut(identity, `${slug}.pem`, text('Certificate in the identity', '身份中的证书'), idBytes);
  return { mspId: plainName(mspId), leaf: certificates.of(pem, slug) };
}

/** Whatever a stranger calls itself; names of a profile have this form. */
function plainName(mspId: string): string {
  return /^[A-Za-z0-9.-]{1,64}$/.test(mspId) ? mspId : '?';
}

function unreadable(number: number, endorser: Material, codes: readonly FindingCode[]): StepDraft {
  return {
    ...rowsStep(
      text(`Signer ${number} cannot be read`, `签名者 ${number} 无法读取`),
      'msp.SerializedIdentity with one certificate',
      [],
      codes,
      [endorser],
    ),
    result: 'differs',
    definite: true,
  };
}

function notCounted(number: number, mspId: string, endorser: Material): StepDraft {
  return {
    ...rowsStep(
      text(
        `Signer ${number}: the profile does not know ${mspId}`,
        `签名者 ${number}：信任配置中没有 ${mspId}`,
      ),
      'organizations of the trust profile',
      [],
      [],
      [endorser],
    ),
    output: { text: 'not counted', material: null },
    result: 'computed',
  };
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const isForm =
      error instanceof ProtobufError || error instanceof CertificateError || error instanceof DocumentError;
    if (!isForm) throw error;
    return undefined;
  }
}
