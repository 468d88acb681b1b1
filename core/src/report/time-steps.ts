/** By when the document was there: by the ledger's clock, and by timestamps of others. */
import { fromBase64 } from '../encoding/base64.js';
import { fromHex } from '../encoding/hex.js';
import { evidenceBytes } from '../bundle/evidence-bytes.js';
import type { BundleParts, BundleTimestamp } from '../bundle/parts.js';
import type { VerifiedTimestamp } from '../timestamp/timestamps-port.js';
import { attestedTime } from '../verdict/judge-time.js';
import type { JudgedTimestamp } from '../verdict/judge-timestamps.js';
import { MissingPart } from '../verdict/part-store.js';
import { type BundleContext, type Said, decoded, findingOn, sourceOf } from './context.js';
import type { Material } from './materials.js';
import type { StepCommand } from './report.js';
import { type StepDraft, cutStep, equalRow, inputsOf, numberRow, rowsStep, run } from './step-drafts.js';
import { text } from './text.js';

/** How far a clock may be ahead of the reader's, as judge-time.ts has it. */
const CLOCK_TOLERANCE_SECONDS = 300;

const OPENSSL_NAMES: Readonly<Record<VerifiedTimestamp['hash'], string>> = {
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

export function* timeDrafts(context: BundleContext, said: Partial<Said>): Generator<StepDraft> {
  yield* clockSteps(context, said);
  const { timestamps } = context.parts;
  if (!timestamps || timestamps instanceof MissingPart) return;
  for (const [at, judged] of context.evidence.timestamps.entries()) {
    const timestamp = timestamps[at];
    if (timestamp) yield* tokenSteps(context, said, timestamps.slice(0, at), timestamp, judged);
  }
}

/** Only a statement that is believed dates anything. */
function* clockSteps(context: BundleContext, { statement, parts }: Partial<Said>): Generator<StepDraft> {
  const { verdict, now } = context;
  const isBelieved = (['validity', 'content', 'batch'] as const).every(
    (question) => findingOn(verdict, question).outcome === 'pass',
  );
  if (!statement || !parts || !isBelieved) return;
  const { clock } = statement.answer;
  const seconds = Math.floor(now.getTime() / 1000);
  const instant = Date.parse(clock) / 1000;
  const isAhead = attestedTime(statement, now).outcome !== 'pass';
  if (isAhead && findingOn(verdict, 'time').code !== 'TIME_AHEAD') return; // others say a time, this clock is not asked
  const ahead = numberRow(
    text("Seconds that the ledger clock is ahead of the reader's", '账本时钟快于本机的秒数'),
    instant - seconds,
    '≤',
    CLOCK_TOLERANCE_SECONDS,
  );
  yield rowsStep(
    text('On record at the latest at the ledger clock of the statement', '最迟于证明所载账本时钟已登记'),
    "ledger clock compared with the reader's clock",
    [
      equalRow(text('Ledger clock', '账本时钟'), parts.clock, clock),
      { ...ahead, repeat: run(`echo $((${instant} - ${seconds}))`, ahead.found) },
    ],
    ['TIME_AHEAD'],
    [parts.clock],
  );
}

function* tokenSteps(
  context: BundleContext,
  said: Partial<Said>,
  before: readonly BundleTimestamp[],
  { over, token: base64 }: BundleTimestamp,
  judged: JudgedTimestamp,
): Generator<StepDraft> {
  const number = before.length + 1;
  const source = sourceOf(context, 'timestamps');
  const title = text(`Timestamp ${number} (RFC 3161)`, `时间戳 ${number}（RFC 3161）`);
  const token = decoded(context, source, `timestamp-${number}.der`, title, fromBase64(base64));
  yield cutStep(title, source.material, [token]);
  const message = messageOf(context, said, over, before);
  const { stamp } = judged;
  if (!stamp || !message) {
    yield refusedStep(token, judged);
    return;
  }
  yield* imprintSteps(context, token, message, stamp, number);
  yield tokenStep(context, token, message, stamp);
}

/** What the token is over, as far as the bundle holds it. */
function messageOf(
  context: BundleContext,
  { statement, blockHeader }: Partial<Said>,
  over: BundleTimestamp['over'],
  before: readonly BundleTimestamp[],
): Material | undefined {
  const { book, parts } = context;
  if (over === 'header') return blockHeader;
  if (over === 'root') {
    const root = statement?.answer.record.root;
    const title = text('Root of the batch, 32 bytes', '批次的根（32 字节）');
    return root === undefined ? undefined : book.add('timestamped-root.bin', title, fromHex(root));
  }
  if (Object.values(parts).some((part) => part instanceof MissingPart)) return undefined;
  return book.add(
    'timestamped-evidence.json',
    text(
      'Statement, transaction, block, configuration and the timestamps before, as canonical JSON',
      '证明、交易、区块、配置与先前的时间戳（规范 JSON）',
    ),
    evidenceBytes(parts as BundleParts, before),
  );
}

/** The reader of timestamps compared this hash, of whatever length: the verifier's own suites have SHA-256 alone. */
function* imprintSteps(
  { book }: BundleContext,
  token: Material,
  message: Material,
  { hash, imprint: hex }: VerifiedTimestamp,
  number: number,
): Generator<StepDraft> {
  const title = text('Hash in the timestamp', '时间戳中的哈希');
  const imprint = book.find(token, `timestamp-${number}-imprint.bin`, title, fromHex(hex));
  if (!imprint) return;
  yield {
    title: text(`Timestamp ${number} is over this`, `时间戳 ${number} 所盖内容`),
    operation: `${hash}(${message.name})`,
    inputs: inputsOf([message]),
    output: { hex, material: null },
    expected: { hex, material: imprint.name },
    rows: [],
    result: 'agrees',
    codes: [],
    definite: true,
    repeat: [run(`cat ${message.name} | hash ${OPENSSL_NAMES[hash]}`, hex), run(`hex ${imprint.name}`, hex)],
  };
}

function tokenStep(
  context: BundleContext,
  token: Material,
  message: Material,
  stamp: VerifiedTimestamp,
): StepDraft {
  const authority = context.trust?.profile.timestampAuthorities?.find(({ name }) => name === stamp.authority);
  const bundle = (slug: string, pems: readonly string[]): Material | undefined =>
    pems.length === 0
      ? undefined
      : context.book.addText(
          slug,
          text(
            `Certificates of ${stamp.authority}, from the trust profile`,
            `${stamp.authority} 的证书，取自信任配置`,
          ),
          pems.map((pem) => `${pem.trimEnd()}\n`).join(''),
        );
  const roots = bundle('timestamp-roots.pem', authority?.roots ?? []);
  const between = bundle('timestamp-intermediates.pem', authority?.intermediates ?? []);
  const instant = new Date(stamp.genTime).toISOString();
  const accuracy = stamp.accuracyMs > 0 ? ` ± ${stamp.accuracyMs / 1000} s` : '';
  return {
    title: text(
      `${stamp.authority} says: it existed by ${instant}`,
      `${stamp.authority} 证明：最迟于 ${instant} 已存在`,
    ),
    operation: 'RFC 3161: verify(token, message, roots of the authority)',
    inputs: inputsOf([token, message, ...(roots ? [roots] : []), ...(between ? [between] : [])]),
    output: {
      text: `verifies: ${instant}${accuracy}, policy ${stamp.policy}, serial ${stamp.serial}`,
      material: null,
    },
    expected: null,
    rows: [],
    result: 'agrees',
    codes: [],
    definite: true,
    repeat: roots ? [verifyCommand(token, message, roots, between, stamp)] : [],
  };
}

function verifyCommand(
  token: Material,
  message: Material,
  roots: Material,
  between: Material | undefined,
  { genTime }: VerifiedTimestamp,
): StepCommand {
  const untrusted = between ? ` -untrusted ${between.name}` : '';
  return run(
    `openssl ts -verify -token_in -in ${token.name} -data ${message.name} -CAfile ${roots.name}${untrusted} -attime ${Math.floor(genTime / 1000)} 2>/dev/null`,
    'Verification: OK',
  );
}

/** One that answers nothing is not counted; one that contradicts is what the verdict's answer hangs on. */
function refusedStep(token: Material, { finding }: JudgedTimestamp): StepDraft {
  const isFault = finding?.outcome === 'fail';
  return {
    ...rowsStep(
      text('What the timestamp says is not counted', '该时间戳不予计入'),
      `RFC 3161: ${finding?.code ?? 'nothing to compare with'}`,
      [],
      finding ? [finding.code] : [],
      [token],
    ),
    output: { text: finding?.detail ?? 'not bound to this document', material: null },
    result: isFault ? 'differs' : 'computed',
    definite: isFault,
  };
}
