import assert from 'node:assert/strict';
import { type Timestamps, createTimestamps } from '@chopmark/core/timestamps';
import { type Bundle, type VerificationReport, detachParts, formatBundle } from '@chopmark/core/verify';
import { NOW, sha256 } from '../../support/proof-kit.js';
import type { FullBatch } from '../../support/channel-kit/channel-kit.js';
import { TsaAuthority } from '../../support/tsa/authority.js';
import { stamped } from '../../support/tsa/stamp-bundle.js';
import { configuration } from '../verdict/cases/configuration.js';
import { bent, createFullWorld, full } from '../verdict/cases/full-world.js';
import { formerRoots } from '../verdict/cases/former-roots.js';
import { ordering } from '../verdict/cases/ordering.js';
import { transaction } from '../verdict/cases/transaction.js';
import { assertNoContradiction } from './no-contradiction.js';
import { Workbook, explain, requireShell } from './support.js';

/** Before the statement's own clock. */
const FIRST = new Date('2026-11-20T07:59:10Z');
const LATER = new Date('2026-11-20T08:05:00Z');

function rootOf({ record }: FullBatch): string {
  const { root } = record;
  return typeof root === 'string' ? root : assert.fail('no root');
}

describe('the report on a full bundle', function () {
  this.timeout(120_000);
  const books: Workbook[] = [];
  let authority: TsaAuthority;

  before(async () => {
    await createFullWorld();
    authority = await TsaAuthority.create('Alpha');
  });
  after(() => books.forEach((book) => book.remove()));

  const profile = () => full.channel.kit.profile({ timestampAuthorities: [authority.profile()] });
  const load = (): Promise<Timestamps> => Promise.resolve(createTimestamps(crypto));
  const judged = (bundle: Bundle): Promise<VerificationReport> =>
    explain(formatBundle(bundle), [profile()], { timestamps: load });
  const titles = ({ steps }: VerificationReport, question: string): string[] =>
    steps.filter((step) => step.question === question).map(({ title }) => title.en);

  async function withTimestamps(): Promise<Bundle> {
    const stamper = await authority.stamper();
    const bundle = full.batch.full();
    return stamped(
      bundle,
      rootOf(full.batch),
      { over: 'root', by: stamper, genTime: FIRST },
      { over: 'header', by: stamper, genTime: LATER },
      { over: 'evidence', by: stamper, genTime: LATER, hash: 'sha384' },
      { over: 'evidence', by: stamper, genTime: LATER, hash: 'sha512', digest: 'sha512' },
    );
  }

  it('leads from the envelope to the record, from the genesis block to the signatures of the orderers', async () => {
    const report = await judged(full.batch.full());

    assert.equal(report.verdict.verdict, 'valid');
    assertNoContradiction(report);
    for (const title of [
      'The transaction id is made of nonce and sender',
      'The result belongs to this call',
      'The sender, TaxMSP, signed the transaction',
      'Enough organizations endorsed the transaction, the authority among them',
      'It writes exactly the attested record',
      'The record names this transaction',
    ]) {
      assert.ok(titles(report, 'transaction').includes(title), title);
    }
    for (const title of [
      'The envelopes are those of the block',
      'The transaction stands where the record was written from',
      'The first block is the one that the profile names',
      'Configuration 2, block 9',
      'A configuration block names itself, and is signed by the orderers before it',
      'The orderers name this configuration',
      'A quorum of distinct orderers signed',
    ]) {
      assert.ok(titles(report, 'ordering').includes(title), title);
    }
    assert.ok(!report.steps.some(({ operation }) => operation.startsWith('rule of the verifier')));
    const codes = report.notProven.map(({ code }) => code);
    assert.ok(!codes.includes('TRANSACTION') && !codes.includes('ORDERING'));
    assert.ok(codes.includes('LATER_CONFIGURATION') && codes.includes('CONFIGURATION_ADMINS'));
  });

  it('tells by whose timestamps it was there, and by when', async () => {
    const report = await judged(await withTimestamps());

    assert.ok(report.questions.some(({ code }) => code === 'TIME_STAMPED'));
    assertNoContradiction(report);
    const said = titles(report, 'time').filter((title) => title.startsWith('Alpha says'));
    assert.deepEqual(said, [
      'Alpha says: it existed by 2026-11-20T07:59:10.000Z',
      'Alpha says: it existed by 2026-11-20T08:05:00.000Z',
      'Alpha says: it existed by 2026-11-20T08:05:00.000Z',
      'Alpha says: it existed by 2026-11-20T08:05:00.000Z',
    ]);
    const hashes = report.steps.filter(({ title }) => title.en.endsWith('is over this'));
    assert.deepEqual(
      hashes.map(({ operation }) => operation.replace(/\(.*/, '')),
      ['SHA-256', 'SHA-256', 'SHA-384', 'SHA-512'],
    );
  });

  it('is repeated by openssl, timestamps included, with parts beside the bundle', async function () {
    requireShell(this);
    const { bundle, parts } = detachParts(await withTimestamps(), sha256);
    const input = Buffer.from(formatBundle(bundle));
    const report = await explain(input, [profile()], {
      timestamps: load,
      parts: (hash) => Promise.resolve(parts.get(hash)),
    });
    const book = new Workbook(report, input, ...parts.values());
    books.push(book);

    const ran = book.run();

    assert.equal(report.verdict.verdict, 'valid');
    assert.equal(ran.code, 0, ran.output);
    assert.match(ran.output, /^ok +9\.\d+ +Alpha says/m);
    for (const number of [1, 2, 3, 4])
      assert.match(ran.output, new RegExp(`^ok +9\\.\\d+ +Timestamp ${number} is over this`, 'm'));
  });

  it('fails where an envelope of the block was changed', async function () {
    requireShell(this);
    const bundle = full.batch.full();
    const report = await judged(bundle);
    const book = new Workbook(report, Buffer.from(formatBundle(bundle)));
    books.push(book);
    const name = 'envelopes-after.bin';
    const bytes = Buffer.from(book.files.get(name) ?? assert.fail(name));
    bytes[9] = (bytes[9] ?? 0) ^ 1;
    book.write(name, bytes);

    const step = report.steps.find(({ repeat }) => repeat.some(({ command }) => command.includes(name)));
    const ran = book.run(step?.number ?? '');

    assert.equal(step?.title.en, 'The envelopes are those of the block');
    assert.equal(ran.code, 1, ran.output);
    assert.deepEqual(ran.differing, [step.number]);
  });

  const groups = { transaction, ordering, configuration, formerRoots };
  for (const [name, cases] of Object.entries(groups)) {
    it(`agrees with the verdict in every case of ${name}`, async () => {
      for (const { when, code, bundle, profiles } of cases) {
        const report = await explain(formatBundle(bundle()), profiles?.() ?? [full.channel.kit.profile()]);

        assert.ok(
          report.questions.some((one) => one.code === code),
          when,
        );
        assertNoContradiction(report);
      }
    });
  }

  it('agrees with the verdict when timestamps are not what they should be', async () => {
    const bundle = await withTimestamps();
    const [first, second] = bundle.timestamps ?? [];
    assert.ok(first && second);
    const stranger = await (await TsaAuthority.create('Beta')).stamper();
    const root = rootOf(full.batch);
    const bents: Bundle[] = [
      { ...bundle, timestamps: [{ over: 'header', token: first.token }] },
      { ...bundle, timestamps: [{ over: 'root', token: `AAAA${first.token.slice(4)}` }] },
      stamped(full.batch.full(), root, { over: 'root', by: stranger, genTime: FIRST }),
      stamped(full.batch.full(), root, {
        over: 'root',
        by: await authority.stamper(),
        genTime: new Date(NOW.getTime() + 86_400_000),
      }),
      {
        ...bent({ statement: { clock: '2026-11-21T08:00:00Z' } }),
        timestamps: bundle.timestamps?.slice(0, 1) ?? [],
      },
    ];
    const codes = new Set<string>();
    for (const one of bents) {
      const report = await judged(one);

      assertNoContradiction(report);
      for (const { question, code } of report.questions) if (question === 'time') codes.add(code);
    }
    assert.ok(codes.size >= 3, [...codes].join(', '));
    const unread = await explain(formatBundle(bundle), [profile()]);
    assertNoContradiction(unread);
  });
});
