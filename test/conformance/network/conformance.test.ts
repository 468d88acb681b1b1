/**
 * The same cases on real Fabric and on the embedded network. What real Fabric shows is recorded beside the cases, so
 * that the embedded network is held to it where no binaries are; where they are, the record itself is checked.
 *
 *   CHOPMARK_RECORD=1 npx mocha test/conformance/network/conformance.test.ts     writes the record anew, from real Fabric
 *   CHOPMARK_CASES=deliver,state npx mocha …                             some files of cases only
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { findBinary } from '../../../test-network/dist/native/binaries.js';
import { requireOrSkip } from '../../support/require.js';
import type { Case, Observation } from './case.js';
import { readExpected, writeExpected, type Recorded } from './expected.js';
import { observeAll, type Observed } from './observe.js';
import { codesIn, disagreements } from './revalidate.js';
import { start, type Started } from './start.js';

const RECORDS = process.env['CHOPMARK_RECORD'] === '1';
const ASKED = process.env['CHOPMARK_CASES']?.split(',');

type Topic = { readonly topic: string; readonly cases: readonly Case[] };

const TOPICS = await Promise.all(
  readdirSync(new URL('./cases/', import.meta.url))
    .map((file) => file.replace(/\.ts$/, ''))
    .filter((topic) => ASKED?.includes(topic) ?? true)
    .sort()
    .map(async (topic): Promise<Topic> => {
      const { cases } = (await import(`./cases/${topic}.ts`)) as { cases: readonly Case[] };
      return { topic, cases };
    }),
);

for (const kind of ['native', 'embedded'] as const) {
  describe(`the ${kind} network conforms`, function () {
    this.timeout(600_000);
    let started: Started | undefined;
    let observed: ReadonlyMap<string, Observed> = new Map();

    before(async function () {
      if (kind === 'native') {
        for (const name of ['orderer', 'peer'] as const)
          requireOrSkip(this, 'native', findBinary(name), `${name} of Fabric v3.1.5 in FABRIC_BIN or PATH`);
      }
      started = await start(kind);
      observed = await observeAll(started.subject, TOPICS);
      if (RECORDS && kind === 'native') await record(observed);
    });

    after(() => started?.stop());

    it('makes a chain that the embedded committer judges alike', async () => {
      const { chain } = requireStarted(started).subject;
      const blocks = Array.from({ length: chain.height }, (_, number) => chain.block(number));

      const found = await disagreements(blocks);

      assert.deepEqual(found, []);
      const codes = codesIn(blocks);
      if (ASKED === undefined) {
        for (const code of [0, 3, 5, 8, 9, 10, 11, 12, 19, 22, 23, 25, 255])
          assert.ok(codes.has(code), `no transaction got ${code}`);
      }
    });

    for (const { topic, cases } of TOPICS) {
      describe(topic, () => {
        for (const each of cases) {
          it(each.name, () => {
            const seen = observationOf(observed, topic, each);
            const recorded = readExpected(topic)[each.name];
            assert.notEqual(recorded, undefined, 'real Fabric was never asked: see the head of this file');
            if (kind === 'embedded' && each.difference) {
              assert.deepEqual(seen, each.difference.embedded);
              assert.notDeepEqual(each.difference.embedded, recorded, 'this is no difference any more');
            } else {
              assert.deepEqual(seen, recorded);
            }
          });
        }
      });
    }
  });
}

describe('the record of real Fabric', () => {
  for (const { topic, cases } of TOPICS) {
    it(`has no case of ${topic} that is gone`, () => {
      const names = cases.map(({ name }) => name);
      assert.equal(new Set(names).size, names.length, 'names are unique');
      assert.deepEqual(
        Object.keys(readExpected(topic)).filter((name) => !names.includes(name)),
        [],
      );
    });
  }
});

function requireStarted(started: Started | undefined): Started {
  if (!started) throw new Error('the network did not start');
  return started;
}

function observationOf(observed: ReadonlyMap<string, Observed>, topic: string, { name }: Case): Observation {
  const seen = observed.get(`${topic}/${name}`);
  if (!seen) throw new Error('the case did not run');
  if ('defect' in seen) throw seen.defect;
  return seen.observation;
}

/** A case that failed is left out, and then fails as one that was never recorded. */
async function record(observed: ReadonlyMap<string, Observed>): Promise<void> {
  for (const { topic, cases } of TOPICS) {
    const entries = cases.flatMap(({ name }) => {
      const seen = observed.get(`${topic}/${name}`);
      return seen && 'observation' in seen ? [[name, seen.observation] as const] : [];
    });
    await writeExpected(topic, Object.fromEntries(entries) satisfies Recorded);
  }
}
