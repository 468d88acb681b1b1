import assert from 'node:assert/strict';

import {
  type BundleFile,
  hashOfReference,
  isPartReference,
  PART_NAMES,
  parseBundle,
  partBytes,
  type Verdict,
} from '@chopmark/core/verify';

import type { ArchiveFile } from '../../../gateway/dist/archive/zip-stream.js';
import type { DocumentPlace } from '../../../gateway/dist/proofs/anchored-document.js';
import type { EvidenceSource } from '../../../gateway/dist/proofs/block-evidence.js';
import { BundleArchiver } from '../../../gateway/dist/proofs/bundle-archive.js';
import { PartsFinder } from '../../../gateway/dist/proofs/find-parts.js';
import { sha256 } from '../../../gateway/dist/proofs/node-crypto.js';
import type { Statements } from '../../../gateway/dist/proofs/statements.js';
import { recordingLog } from '../../support/gateway/desk-world.js';
import {
  BATCH_NETWORK,
  FULL,
  INVALID,
  type SealedBatch,
  sealedBatch,
  statementNamed,
  treesOf,
} from '../../support/gateway/sealed-batch.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const hashIn = (part: unknown): string | undefined =>
  isPartReference(part) ? hashOfReference(part) : undefined;

describe('BundleArchiver', () => {
  const small = sealedBatch(3, { batchId: 1, batch: 4, first: 7 });
  const other = sealedBatch(2, { batchId: 2, batch: 5, first: 10, block: 13 });
  /** Documents made once, in as many places: 2,500 of one batch. */
  const large: SealedBatch = sealedBatch(30, { batchId: 3, batch: 6, first: 12, block: 14 });

  interface Bench {
    readonly archiver: BundleArchiver;
    /** Hashes of each statement that was asked for. */
    readonly attested: number[];
    /** Documents whose bytes were asked for at a time. */
    readonly loaded: number[];
    readonly judged: string[];
    readonly missing: Set<string>;
    readonly errors: unknown[];
  }

  function bench(batches: readonly SealedBatch[], judge: (text: string) => Verdict = () => FULL): Bench {
    const log = recordingLog();
    const attested: number[] = [];
    const judged: string[] = [];
    const missing = new Set<string>();
    const archiver = new BundleArchiver({
      network: BATCH_NETWORK,
      namespace: 'tax',
      log,
      trees: treesOf(...batches),
      statements: {
        ofMany: (_series: string, batch: number, hashes: readonly Uint8Array[]) => {
          attested.push(hashes.length);
          return Promise.resolve(statementNamed(`${batch} ${attested.length}`));
        },
        another: (_series: string, batch: number) => Promise.resolve(statementNamed(`${batch} another`)),
      } as unknown as Statements,
      finder: new PartsFinder({
        evidence: {
          of: ({ block }: { block: number }) =>
            Promise.resolve({
              transaction: { envelope: base64(`envelope ${block}`) },
              block: { header: base64(`header ${block}`), before: [], after: [], orderers: base64('o') },
              configuration: [{ header: base64('genesis'), envelope: base64('configuration') }],
            }),
        } as unknown as EvidenceSource,
        organizations: ['TaxMSP'],
        timestamps: () => Promise.resolve([]),
        log,
      }),
      verifier: (parts) => async (text) => {
        judged.push(text);
        for (const name of PART_NAMES) {
          const hash = hashIn(parseBundle(text)[name]);
          if (hash !== undefined && (await parts(hash)) === undefined) missing.add(hash);
        }
        return judge(text);
      },
    });
    return { archiver, attested, loaded: [], judged, missing, errors: log.errors };
  }

  async function filesOf(
    { archiver, loaded }: Bench,
    documents: readonly (DocumentPlace & { body: Uint8Array; secret: Uint8Array })[],
    isFull = true,
  ): Promise<ArchiveFile[]> {
    const files: ArchiveFile[] = [];
    const made = archiver.files({
      documents,
      isFull,
      nameOf: ({ sequence }) => `${sequence}.json`,
      load: (some) => {
        loaded.push(some.length);
        const wanted = new Set(some.map(({ id }) => id));
        return Promise.resolve(
          new Map(documents.filter(({ id }) => wanted.has(id)).map((one) => [one.id, one])),
        );
      },
    });
    for await (const file of made) files.push(file);
    return files;
  }

  const bundlesIn = (files: readonly ArchiveFile[]): BundleFile[] =>
    files.filter(({ name }) => !name.startsWith('evidence/')).map(({ bytes }) => parseBundle(bytes));

  it('puts each part beside the bundles once, in front of the first that names it', async () => {
    const at = bench([small, other]);

    const files = await filesOf(at, [...small.documents, ...other.documents]);

    const seen = new Set<string>();
    for (const { name, bytes } of files) {
      if (name.startsWith('evidence/')) {
        assert.equal(name, `evidence/${sha256(bytes).toString('hex')}.json`);
        assert.equal(seen.has(name), false, 'once');
        seen.add(name);
        continue;
      }
      const bundle = parseBundle(bytes);
      for (const part of ['statement', 'transaction', 'block', 'configuration'] as const)
        assert.ok(seen.has(`evidence/${hashIn(bundle[part])}.json`), part);
    }
    // Of each batch statement, transaction and block; the configuration is the same.
    assert.equal(seen.size, 7);
    assert.deepEqual([...at.missing], [], 'what is judged finds its parts');
  });

  it('keeps the order and names of the documents', async () => {
    const files = await filesOf(bench([small, other]), [...small.documents, ...other.documents]);

    assert.deepEqual(
      files.map(({ name }) => name).filter((name) => !name.startsWith('evidence/')),
      ['7.json', '8.json', '9.json', '10.json', '11.json'],
    );
    assert.deepEqual(
      bundlesIn(files).map(({ batch: { batch, index } }) => [batch, index]),
      [
        [4, 0],
        [4, 1],
        [4, 2],
        [5, 0],
        [5, 1],
      ],
    );
  });

  it('holds statements alone when compact', async () => {
    const files = await filesOf(bench([small]), small.documents, false);

    assert.equal(files.length, 4);
    const [bundle] = bundlesIn(files);
    assert.deepEqual(Object.keys(bundle!).sort(), ['batch', 'document', 'format', 'statement']);
    assert.deepEqual(
      Buffer.from(files[0]!.bytes).toString(),
      Buffer.from(
        partBytes({
          signedProposal: base64('4 1'),
          responsePayload: base64('payload'),
          endorsements: [{ endorser: base64('e'), signature: base64('s') }],
        }),
      ).toString(),
    );
  });

  it('asks for a statement for each 1,000 documents of a batch, and loads few documents at a time', async () => {
    const many = Array.from({ length: 2_500 }, (_, at) => large.documents[at % 30]!);
    const at = bench([large]);

    const files = await filesOf(at, many, false);

    assert.deepEqual(at.attested, [1_000, 1_000, 500]);
    assert.ok(Math.max(...at.loaded) <= 16);
    assert.equal(files.length, 2_503);
  });

  it('makes a file only when it is asked for, and stops when nobody does', async () => {
    const { archiver, judged } = bench([small]);
    const files = archiver.files({
      documents: small.documents,
      isFull: false,
      nameOf: ({ sequence }) => `${sequence}.json`,
      load: () => Promise.resolve(new Map(small.documents.map((one) => [one.id, one]))),
    });

    await files.next();
    await files.next();
    await files.return(undefined);

    // One to find the statement with, and the first bundle.
    assert.equal(judged.length, 2);
    assert.equal((await files.next()).done, true);
  });

  it('asks other organizations when the first statement does not carry', async () => {
    const proposal = `"signedProposal":"${base64('4 1')}"`;
    const at = bench([small], (text) => (text.includes(proposal) ? INVALID : FULL));

    const [statement] = await filesOf(at, small.documents, false);

    assert.match(Buffer.from(statement!.bytes).toString(), new RegExp(base64('4 another')));
  });

  it('ends with an alarm at a bundle that would not verify', async () => {
    const at = bench([small], (text) => (text.includes('"index":2') ? INVALID : FULL));

    await assert.rejects(filesOf(at, small.documents), { name: 'UnprovenError' });

    assert.equal(at.errors.length, 1);
  });

  it('ends at a full bundle whose block is not judged well beside it', async () => {
    const at = bench([small], (text) => (text.includes('sha256:') ? { ...FULL, findings: [] } : FULL));

    await assert.rejects(filesOf(at, small.documents), { name: 'UnprovenError' });
  });

  it('ends at a document whose bytes went away meanwhile', async () => {
    const { archiver } = bench([small]);
    const files = archiver.files({
      documents: small.documents,
      isFull: false,
      nameOf: ({ id }) => id,
      load: () => Promise.resolve(new Map()),
    });

    await assert.rejects(files.next(), { name: 'UnprovenError' });
  });

  it('is empty without documents', async () => {
    assert.deepEqual(await filesOf(bench([]), []), []);
  });
});
