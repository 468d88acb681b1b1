/** Issuer and status: what the statement says, held against the profile and the reader's clock. */
import { canonicalBytes } from '../encoding/canonical-json.js';
import { utf8Encode } from '../encoding/utf8.js';
import { toHex } from '../encoding/hex.js';
import type { BundleContext, Said } from './context.js';
import type { Material } from './materials.js';
import { type Row, type StepDraft, equalRow, numberRow, rowsStep, run } from './step-drafts.js';
import { text } from './text.js';

export function* issuerDrafts(
  { trust }: BundleContext,
  { statement, parts }: Partial<Said>,
): Generator<StepDraft> {
  if (!trust || !statement || !parts) return;
  const { profile } = trust;
  const { answer } = statement;
  yield rowsStep(
    text('The statement is about the network of the profile', '证明所述网络即信任配置所载网络'),
    'answer compared with the profile',
    [
      equalRow(
        text('Network (hash of the genesis block)', '网络（创世区块哈希）'),
        parts.network,
        profile.network,
      ),
      equalRow(text('Channel', '通道'), parts.channel, profile.channel),
    ],
    ['NETWORK_MISMATCH', 'CHANNEL_MISMATCH'],
    [parts.network, parts.channel],
  );
  const rules = profile.namespaces.find(({ namespace }) => namespace === answer.namespace);
  const kind = rules?.kinds.find((one) => one.kind === answer.record.kind);
  const pattern = kind?.prefixes ?? '';
  yield rowsStep(
    text('The issuer may issue this kind and number', '该机构有权开具此类及此号段'),
    `rules of the profile for namespace ${answer.namespace}`,
    [
      equalRow(text('Authority', '有权机构'), parts.authority, rules?.authority ?? '–'),
      {
        what: text('Kind', '种类'),
        found: answer.record.kind,
        relation: '∈',
        required: rules?.kinds.map((one) => one.kind).join(', ') ?? '–',
        agrees: kind !== undefined,
      },
      prefixRow(answer.record.prefix, pattern),
    ],
    ['NAMESPACE_UNKNOWN', 'AUTHORITY_MISMATCH', 'KIND_NOT_ALLOWED', 'PREFIX_NOT_ALLOWED'],
    [parts.authority],
  );
}

function prefixRow(prefix: string, pattern: string): Row {
  const agrees = pattern !== '' && new RegExp(pattern).test(prefix);
  const row = {
    what: text('Prefix', '前缀'),
    found: prefix,
    relation: '~',
    required: pattern || '–',
    agrees,
  } as const;
  return pattern === '' || !/^[0-9A-Za-z]+$/.test(prefix)
    ? row
    : {
        ...row,
        repeat: run(`echo ${prefix} | grep -cE '${pattern}' || true`, agrees ? '1' : '0', '1'),
      };
}

export function* statusDrafts(
  context: BundleContext,
  said: Partial<Said>,
  documentHash: Material | undefined,
): Generator<StepDraft> {
  const { statement, answer } = said;
  if (!statement || !answer || !documentHash || !context.trust) return;
  const { clock, states } = statement.answer;
  const place = statement.question.hashes.indexOf(toHex(documentHash.bytes));
  const age = Math.floor((context.now.getTime() - Date.parse(clock)) / 1000);
  const listTitle = text('States in the answer', '回答中的各文件状态');
  const list = context.book.find(answer, 'states.json', listTitle, canonicalBytes(states), utf8Encode(','));
  const state = equalRow(
    text('Record of events (null: none)', '事件记录（null 表示无）'),
    states[place] === null ? 'null' : 'a record',
    'null',
  );
  const look =
    list && states.every((one) => one === null)
      ? { repeat: run(`tr -d '[]' < ${list.name} | cut -d, -f${place + 1}`, 'null') }
      : {};
  yield rowsStep(
    text('State of the document in the answer', '回答中的文件状态'),
    `entry ${place + 1} of the states, in the order of the question`,
    [{ ...state, ...look }],
    ['STATUS_NOT_UNDERSTOOD'],
    list ? [list] : [answer],
  );
  const row = numberRow(
    text('Age of the statement in seconds', '证明距今秒数'),
    age,
    '≤',
    context.trust.profile.statusMaxAgeSeconds,
  );
  const now = Math.floor(context.now.getTime() / 1000);
  yield rowsStep(
    text('The statement is young enough to speak of the present', '证明足够新，可说明当前状态'),
    "reader's clock − ledger clock",
    [{ ...row, repeat: run(`echo $((${now} - ${Date.parse(clock) / 1000}))`, row.found) }],
    ['STATUS_TOO_OLD'],
  );
}
