/** What was judged and by which profile: two fingerprints, and who signed the profile. */
import { fromBase64 } from '../encoding/base64.js';
import { toHex } from '../encoding/hex.js';
import { utf8Decode, utf8Encode } from '../encoding/utf8.js';
import type { TrustOrganization } from '../trust/trust-profile.js';
import type { Certificate } from '../x509/certificate.js';
import { derFromPem } from '../x509/pem.js';
import {
  parseRevocationListPem,
  readRevocationList,
  signerOfRevocationList,
} from '../x509/revocation-list.js';
import { type ChainQuestion, chainSteps, roleStep } from './chain-steps.js';
import type { Context, Source } from './context.js';
import type { Material } from './materials.js';
import { type StepDraft, cutStep, hashStep, signatureStep } from './step-drafts.js';
import { text } from './text.js';

/** @param beside Files of parts that the bundle names by hash. */
export async function* basisDrafts(context: Context, beside: Iterable<Source>): AsyncGenerator<StepDraft> {
  const { sha256, file, profileText } = context;
  yield hashStep({
    title: text('The file that was judged', '被核验的文件'),
    names: ['file'],
    parts: [file.material],
    suite: sha256,
  });
  yield* besideSteps(context, beside);
  if (!profileText) return;
  yield hashStep({
    title: text(
      'Fingerprint of the trust profile: compare it with one that you got another way',
      '信任配置的指纹：请与其他途径获得的指纹核对',
    ),
    names: ['profile without its signatures, as canonical JSON'],
    parts: [profileText],
    suite: sha256,
  });
  yield* profileSignatures(context, profileText);
  yield* revocationLists(context);
}

function* besideSteps({ book, file, sha256 }: Context, beside: Iterable<Source>): Generator<StepDraft> {
  for (const { material } of beside) {
    const title = text('Hash by which the bundle names a file beside it', '证明文件引用旁置文件的哈希');
    const named = utf8Encode(toHex(sha256.hash(material.bytes)));
    const reference =
      book.find(file.material, 'reference.txt', title, named, utf8Encode('"sha256:')) ??
      book.add('reference.txt', title, named); // written with escapes
    yield cutStep(text('The bundle names a file beside it', '证明文件引用一个旁置文件'), file.material, [
      reference,
    ]);
    yield hashStep({
      title: text('The file beside the bundle is the one named', '旁置文件与引用相符'),
      names: ['file'],
      parts: [material],
      suite: sha256,
      expected: { material: reference, hexText: true },
    });
  }
}

async function* profileSignatures(context: Context, profileText: Material): AsyncGenerator<StepDraft> {
  const { trust, book, certificates, crypto } = context;
  for (const { mspId, certificate, signature: base64 } of trust?.profile.signatures ?? []) {
    const organization = trust?.organizations.find((one) => one.mspId === mspId);
    if (!organization) continue;
    const pem = book.addText(
      `${mspId}-admin.pem`,
      text(`Certificate of ${mspId} under the trust profile`, `${mspId} 签署信任配置所用证书`),
      certificate,
    );
    const signature = book.add(
      `${mspId}-profile-signature.der`,
      text(`Signature of ${mspId} under the trust profile`, `${mspId} 对信任配置的签名`),
      fromBase64(base64),
    );
    const leaf = certificates.of(pem, `${mspId}-admin`);
    const question: ChainQuestion = { ...context, leaf, mspId, organization, codes: { chain: [], role: [] } };
    yield cutStep(
      text(`${mspId} signs the profile with this certificate`, `${mspId} 以此证书签署信任配置`),
      pem,
      [leaf.der, leaf.signedPart, leaf.signature, leaf.key],
    );
    yield* chainSteps(question);
    yield roleStep(question, 'admin');
    yield await signatureStep(
      {
        title: text(`${mspId} signed the trust profile`, `${mspId} 签署了信任配置`),
        names: [`key of ${mspId}`, 'profile'],
        key: leaf.key,
        message: [profileText],
        signature,
        lowS: true,
        codes: [],
      },
      crypto,
    );
  }
}

async function* revocationLists(context: Context): AsyncGenerator<StepDraft> {
  const { trust, crypto } = context;
  for (const organization of trust?.profile.organizations ?? []) {
    const { mspId } = organization;
    const trusted = trust?.organizations.find((one) => one.mspId === mspId);
    if (!trusted) continue;
    for (const [at, pem] of revocationListsOf(context, organization).entries()) {
      const list = parseRevocationListPem(organization.revocationLists[at] ?? '');
      const authorities = [...trusted.roots, ...trusted.intermediates];
      const signer = await signerOfRevocationList(list, authorities, crypto);
      if (signer) yield* listSteps(context, mspId, pem, signer);
    }
  }
}

async function* listSteps(
  { book, certificates, crypto }: Context,
  mspId: string,
  pem: Material,
  signer: Certificate,
): AsyncGenerator<StepDraft> {
  const bytes = derFromPem(utf8Decode(pem.bytes), 'X509 CRL');
  const list = readRevocationList(bytes);
  const der = book.add(
    `${mspId}-revocations.der`,
    text(`Revocation list of ${mspId} in DER`, `${mspId} 吊销列表（DER 编码）`),
    bytes,
    { in: pem.name, as: 'pem' },
  );
  const signedPart = book.cut(
    der,
    `${mspId}-revocations-signed-part.der`,
    text('Signed part of the revocation list', '吊销列表中被签名的部分'),
    list.signedPart,
  );
  const signature = book.cut(
    der,
    `${mspId}-revocations-signature.der`,
    text('Signature of the revocation list', '吊销列表的签名'),
    list.signature,
  );
  const { key, pem: authority, der: authorityDer } = certificates.authority(signer, mspId);
  yield cutStep(text(`Revocation list of ${mspId}`, `${mspId} 的吊销列表`), pem, [
    pem,
    der,
    signedPart,
    signature,
    authority,
    authorityDer,
    key,
  ]);
  yield await signatureStep(
    {
      title: text(`${mspId} signed its revocation list`, `${mspId} 签署了其吊销列表`),
      names: [`key of the authority of ${mspId}`, 'list'],
      key,
      message: [signedPart],
      signature,
      lowS: false,
      codes: [],
    },
    crypto,
  );
}

/** Revocation lists of an organization as materials, each once. */
export function revocationListsOf(
  { book, profileText }: Context,
  { mspId, revocationLists: lists }: TrustOrganization,
): Material[] {
  return lists.map((pem, at) =>
    book.once(
      `${mspId}/revocations/${at}`,
      `${mspId}-revocations.pem`,
      text(`Revocation list of ${mspId}, from the trust profile`, `${mspId} 的吊销列表，取自信任配置`),
      pem,
      profileText ? { in: profileText.name, as: 'json-text' } : null,
    ),
  );
}
