/** The block, its place, and the orderers that signed it. */
import type { common } from '@hyperledger/fabric-protos';
import type { FindingCode } from '@chopmark/core/verify';
import type { BlockOptions } from '../../../support/channel-kit/channel-kit.js';
import type { BlockMessage } from '../../../support/channel-kit/kit-block.js';
import { highSTwin } from '../../../support/test-authority.js';
import { type FullCase, after, append, base64, bent, bytesOf, full } from './full-world.js';

const at = (name: BlockMessage, bend: (message: never) => void): BlockOptions => ({
  message: (here, message) => {
    if (here === name) bend(message as never);
  },
});
const atBytes = (name: BlockMessage, bend: (bytes: Uint8Array) => Uint8Array): BlockOptions => ({
  bytes: (here, bytes) => (here === name ? bend(bytes) : bytes),
});
const orderers = (...places: readonly number[]) => places.map((place) => full.channel.orderers[place]!);

/** The header's DER with the content of its INTEGER exchanged. */
function withNumber(...content: readonly number[]): BlockOptions {
  return {
    der: (der) => {
      const rest = der.subarray(4 + (der[3] ?? 0));
      const body = Buffer.concat([Buffer.of(0x02, content.length, ...content), rest]);
      return Buffer.concat([Buffer.of(0x30, body.length), body]);
    },
  };
}

const cases: [string, FindingCode, () => BlockOptions][] = [
  ['the header is cut off', 'BLOCK_HEADER_MALFORMED', () => ({ der: (der) => der.subarray(0, -1) })],
  ['the header has a byte more', 'BLOCK_HEADER_MALFORMED', () => ({ der: append(0) })],
  [
    'a length of the header is not minimal',
    'BLOCK_HEADER_MALFORMED',
    () => ({ der: (der) => Buffer.concat([Buffer.of(0x30, 0x81), der.subarray(1)]) }),
  ],
  ['the number is negative', 'BLOCK_HEADER_MALFORMED', () => withNumber(0x8c)],
  ['the number is not minimal', 'BLOCK_HEADER_MALFORMED', () => withNumber(0, 12)],
  ['the number is beyond 64 bits', 'BLOCK_HEADER_MALFORMED', () => withNumber(1, 0, 0, 0, 0, 0, 0, 0, 0)],
  ['the number is empty', 'BLOCK_HEADER_MALFORMED', () => withNumber()],
  [
    'the number is above 2^53',
    'BLOCK_PLACE_MISMATCH',
    () => ({ header: (fields) => ({ ...fields, number: 2n ** 53n + 12n }) }),
  ],
  [
    'the number is above 2^53 and the same in 53 bits',
    'BLOCK_PLACE_MISMATCH',
    () => ({ header: (fields) => ({ ...fields, number: 2n ** 63n + 12n }) }),
  ],
  [
    'there is no previous hash',
    'BLOCK_HEADER_MALFORMED',
    () => ({ header: (fields) => ({ ...fields, previousHash: new Uint8Array(0) }) }),
  ],
  [
    'the previous hash is short',
    'BLOCK_HEADER_MALFORMED',
    () => ({ header: (fields) => ({ ...fields, previousHash: new Uint8Array(31) }) }),
  ],
  [
    'the data hash is long',
    'BLOCK_HEADER_MALFORMED',
    () => ({ header: (fields) => ({ ...fields, dataHash: new Uint8Array(33) }) }),
  ],
  [
    'the data hash is another',
    'BLOCK_DATA_HASH_MISMATCH',
    () => ({ header: (fields) => ({ ...fields, dataHash: new Uint8Array(32) }) }),
  ],
  ['an envelope is no message', 'BLOCK_DATA_MALFORMED', () => ({ after: [Buffer.from('hello')] })],
  ['an envelope has no signature', 'BLOCK_DATA_MALFORMED', () => ({ after: [Buffer.of(0x0a, 1, 1)] })],
  ['an envelope has no payload', 'BLOCK_DATA_MALFORMED', () => ({ after: [Buffer.of(0x12, 1, 1)] })],
  [
    'an envelope has a field more',
    'BLOCK_DATA_MALFORMED',
    () => ({ after: [Buffer.of(0x0a, 1, 1, 0x12, 1, 1, 0x1a, 0)] }),
  ],
  [
    'an envelope has its payload twice',
    'BLOCK_DATA_MALFORMED',
    () => ({ after: [Buffer.of(0x0a, 1, 1, 0x0a, 1, 1, 0x12, 1, 1)] }),
  ],
  [
    'there are more signatures than any channel has orderers',
    'ORDERER_METADATA_MALFORMED',
    () => ({ signers: [...orderers(0, 1, 2), ...orderers(...new Array<number>(126).fill(0))] }),
  ],
  ['two orderers signed', 'ORDERERS_TOO_FEW', () => ({ signers: orderers(0, 1) })],
  ['nobody signed', 'ORDERERS_TOO_FEW', () => ({ signers: [] })],
  ['one orderer signed three times', 'ORDERERS_TOO_FEW', () => ({ signers: orderers(0, 0, 0) })],
  ['two orderers signed, one of them twice', 'ORDERERS_TOO_FEW', () => ({ signers: orderers(0, 1, 1) })],
  [
    'one orderer signed under the ids of three',
    'ORDERER_SIGNATURE_INVALID',
    () => ({ signers: [1, 2, 3].map((id) => ({ id, identity: full.channel.orderers[0]!.identity })) }),
  ],
  [
    'the third signed under an id that nobody has',
    'ORDERERS_TOO_FEW',
    () => ({ signers: [...orderers(0, 1), { ...full.channel.orderers[2]!, id: 9 }] }),
  ],
  [
    'the third is an outsider, by certificate',
    'ORDERERS_TOO_FEW',
    () => ({ signers: [...orderers(0, 1), { identity: full.outsider, byIdentity: true }] }),
  ],
  [
    'the third is an orderer of a member that is no consenter, by certificate',
    'ORDERERS_TOO_FEW',
    () => ({ signers: [...orderers(0, 1), { identity: full.newcomer.identity, byIdentity: true }] }),
  ],
  [
    'the third is a peer of a member, by certificate',
    'ORDERERS_TOO_FEW',
    () => ({ signers: [...orderers(0, 1), { identity: full.channel.kit.peers.CourtMSP, byIdentity: true }] }),
  ],
  [
    'one orderer signed by id and by certificate',
    'ORDERERS_TOO_FEW',
    () => ({
      signers: [...orderers(0, 1), { identity: full.channel.orderers[1]!.identity, byIdentity: true }],
    }),
  ],
  [
    'a signature has a high S',
    'ORDERER_SIGNATURE_INVALID',
    () => ({ signature: (made, place) => (place === 2 ? highSTwin(made) : made) }),
  ],
  [
    'a signature is of another block',
    'ORDERER_SIGNATURE_INVALID',
    () => ({
      signature: (made, place) =>
        place === 2 ? Buffer.concat([made.subarray(0, -1), Buffer.of((made.at(-1) ?? 0) ^ 1)]) : made,
    }),
  ],
  [
    'a signature is nothing',
    'ORDERER_SIGNATURE_INVALID',
    () => ({ signature: (made, place) => (place === 2 ? Buffer.of(1) : made) }),
  ],
  [
    'the signed value holds a field that nobody knows',
    'ORDERER_METADATA_MALFORMED',
    () => atBytes('OrdererBlockMetadata', append(0x1a, 0)),
  ],
  [
    'the metadata holds a field that nobody knows',
    'ORDERER_METADATA_MALFORMED',
    () => atBytes('Metadata', append(0x1a, 0)),
  ],
  [
    "a signer's header holds a field that nobody knows",
    'ORDERER_METADATA_MALFORMED',
    () => atBytes('IdentifierHeader', append(0x1a, 0)),
  ],
  [
    'the metadata is no message',
    'ORDERER_METADATA_MALFORMED',
    () => atBytes('Metadata', () => Buffer.from('hello')),
  ],
  [
    'the orderers name no configuration',
    'ORDERER_METADATA_MALFORMED',
    () => at('OrdererBlockMetadata', (m: common.OrdererBlockMetadata) => m.clearLastConfig()),
  ],
  [
    'a signature names two signers',
    'ORDERER_METADATA_MALFORMED',
    () =>
      at('Metadata', (m: common.Metadata) => {
        m.getSignaturesList()[0]!.setSignatureHeader(Buffer.of(0x12, 1, 1));
      }),
  ],
  [
    'a signature names no signer',
    'ORDERER_METADATA_MALFORMED',
    () =>
      at('Metadata', (m: common.Metadata) => {
        m.getSignaturesList()[0]!.setIdentifierHeader('');
      }),
  ],
  ['it names an older configuration', 'LAST_CONFIGURATION_MISMATCH', () => ({ lastConfig: 4 })],
  ['it names a newer configuration', 'LAST_CONFIGURATION_MISMATCH', () => ({ lastConfig: 11 })],
  ['it names itself as configuration', 'LAST_CONFIGURATION_MISMATCH', () => ({ lastConfig: 12 })],
  ['it is another block than the record was written from', 'BLOCK_PLACE_MISMATCH', () => ({ block: 13 })],
  ['an envelope more stands before the transaction', 'BLOCK_PLACE_MISMATCH', () => ({ before: four() })],
];

export const ordering: FullCase[] = [
  ...cases.map(([when, code, bend]): FullCase => ({ when, code, bundle: () => bent({ block: bend() }) })),
  {
    when: 'two envelopes were joined into one',
    code: 'BLOCK_DATA_MALFORMED',
    bundle: () =>
      after(({ block }) => ({
        block: { ...block, after: [base64(Buffer.concat(block.after.map(bytesOf)))] },
      })),
  },
  {
    when: 'envelopes were cut elsewhere',
    code: 'BLOCK_DATA_MALFORMED',
    bundle: () =>
      after(({ block }) => {
        const [first, second] = block.after.map(bytesOf);
        const parts = [first!.subarray(0, -1), Buffer.concat([first!.subarray(-1), second!])];
        return { block: { ...block, after: parts.map(base64) } };
      }),
  },
  {
    when: 'an envelope was left out',
    code: 'BLOCK_DATA_HASH_MISMATCH',
    bundle: () => after(({ block }) => ({ block: { ...block, after: block.after.slice(1) } })),
  },
  {
    when: 'two envelopes changed places',
    code: 'BLOCK_DATA_HASH_MISMATCH',
    bundle: () => after(({ block }) => ({ block: { ...block, after: [...block.after].reverse() } })),
  },
  {
    when: 'the last configuration was rewritten in the signed value',
    code: 'ORDERER_SIGNATURE_INVALID',
    bundle: () => {
      const { block, ...rest } = bent({ block: { lastConfig: 8 } });
      const bytes = bytesOf(block!.orderers);
      const place = bytes.indexOf(Buffer.of(0x0a, 0x02, 0x08, 0x08));
      bytes[place + 3] = 9;
      return { ...rest, block: { ...block!, orderers: base64(bytes) } };
    },
  },
  {
    when: 'the bundle brings no configuration',
    code: 'CONFIGURATION_NOT_IN_BUNDLE',
    bundle: () => {
      const { configuration, ...rest } = full.batch.full();
      return configuration ? rest : rest;
    },
  },
  {
    when: 'the certificate of one of three orderers is on a revocation list of the profile',
    code: 'ORDERERS_REVOKED',
    profiles: () => [full.revoked.orderer],
    bundle: () => full.batch.full(1, { statement: { signers: full.channel.kit.signers(4) } }),
  },
  {
    when: 'the block lies in a file that is missing',
    code: 'ORDERING_PART_MISSING',
    bundle: () => after(() => ({ block: `sha256:${'00'.repeat(32)}` })),
  },
  {
    when: 'the configuration lies in a file that is missing',
    code: 'ORDERING_PART_MISSING',
    bundle: () => after(() => ({ configuration: `sha256:${'00'.repeat(32)}` })),
  },
  {
    when: 'there is no readable statement',
    code: 'ORDERING_NOT_COMPARED',
    verdict: 'indeterminate',
    bundle: () => {
      const { statement, ...rest } = full.batch.full();
      return statement ? rest : rest;
    },
  },
  {
    when: 'no profile is given',
    code: 'ORDERING_NOT_CHECKED',
    verdict: 'indeterminate',
    profiles: () => [],
    bundle: () => full.batch.full(),
  },
  {
    when: 'no profile is given, and the envelopes are not those of the block',
    code: 'BLOCK_DATA_HASH_MISMATCH',
    profiles: () => [],
    bundle: () => after(({ block }) => ({ block: { ...block, after: [] } })),
  },
];

function four(): Uint8Array[] {
  const { before, after: rest } = full.batch.full().block!;
  return [...before, rest[0]!].map(bytesOf);
}
