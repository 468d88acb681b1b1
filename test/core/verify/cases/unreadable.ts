/** Files that are no bundle. */
import type { FindingCode } from '@chopmark/core/verify';
import { type Case, withDocument, withStatement, world } from './world.js';

export const unreadable: Case[] = (
  [
    ['is empty', 'BUNDLE_UNREADABLE', () => ''],
    ['is no JSON', 'BUNDLE_UNREADABLE', () => 'hello'],
    ['is no object', 'BUNDLE_UNREADABLE', () => '[]'],
    ['is not UTF-8', 'BUNDLE_UNREADABLE', () => Buffer.of(0xff, 0xfe)],
    [
      'names a member twice',
      'BUNDLE_UNREADABLE',
      () =>
        JSON.stringify(world.batch.bundle()).replace('{"format"', '{"format":"chopmark/bundle/1","format"'),
    ],
    [
      'has an unknown member',
      'BUNDLE_UNREADABLE',
      () => ({ ...world.batch.bundle(), trust: world.kit.profile() }),
    ],
    [
      'brings a block without the transaction',
      'BUNDLE_UNREADABLE',
      () => ({
        ...world.batch.bundle(),
        block: { header: 'AAAA', before: [], after: [], orderers: 'AAAA' },
      }),
    ],
    ['lacks the document', 'BUNDLE_UNREADABLE', () => ({ ...world.batch.bundle(), document: undefined })],
    [
      'has text for the place',
      'BUNDLE_UNREADABLE',
      () => ({ ...world.batch.bundle(), batch: { batch: '7', index: 1, path: [] } }),
    ],
    [
      'has a place below zero',
      'BUNDLE_UNREADABLE',
      () => ({ ...world.batch.bundle(), batch: { batch: 7, index: -1, path: [] } }),
    ],
    [
      'has a path of thousands',
      'BUNDLE_UNREADABLE',
      () => ({
        ...world.batch.bundle(),
        batch: { batch: 7, index: 1, path: new Array<string>(5000).fill('00'.repeat(32)) },
      }),
    ],
    [
      'has a hundred signatures',
      'BUNDLE_UNREADABLE',
      () => withStatement((s) => ({ ...s, endorsements: new Array<unknown>(100).fill(s.endorsements[0]) })),
    ],
    [
      'has base64 with loose bits',
      'BUNDLE_UNREADABLE',
      () => withStatement((s) => ({ ...s, signedProposal: 'QR==' })),
    ],
    [
      'has a field without a path',
      'BUNDLE_UNREADABLE',
      () => withDocument((d) => ({ ...d, fields: [...d.fields, d.fields[0]] })),
    ],
    ['is nested without end', 'BUNDLE_UNREADABLE', () => '['.repeat(200_000)],
    [
      'is of a later version',
      'BUNDLE_VERSION_UNKNOWN',
      () => ({ ...world.batch.bundle(), format: 'chopmark/bundle/2' }),
    ],
    ['is larger than any', 'BUNDLE_TOO_LARGE', () => ' '.repeat(20_000_001)],
  ] as [string, FindingCode, () => unknown][]
).map(([when, code, bundle]) => ({ when: `the file ${when}`, bundle, verdict: 'error', code }));
