import assert from 'node:assert/strict';
import { verifyBundle } from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW } from '../../support/proof-kit.js';
import { answers, reads } from '../verify/cases/answer.js';
import { content, place } from '../verify/cases/content.js';
import { issuer, statusAndTime } from '../verify/cases/issuer.js';
import { notAttest, notCanonical } from '../verify/cases/question.js';
import { signatures } from '../verify/cases/signers.js';
import { unreadable } from '../verify/cases/unreadable.js';
import { createWorld, world } from '../verify/cases/world.js';
import { assertNoContradiction } from './no-contradiction.js';
import { explain, fileOf } from './support.js';

const SEED = Number(process.env['CHOPMARK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const MUTANTS = 60;

describe(`steps and verdict (seed ${SEED})`, () => {
  before(createWorld);

  const groups = {
    content,
    place,
    notAttest,
    notCanonical,
    answers,
    reads,
    signatures,
    issuer,
    statusAndTime,
    unreadable,
  };
  for (const [name, cases] of Object.entries(groups)) {
    it(`say the same in every case of ${name}`, async () => {
      for (const { when, bundle, profiles, verdict, code, now = NOW } of cases) {
        const input = fileOf(bundle());
        const trust = profiles?.() ?? [world.kit.profile()];

        const report = await explain(input, trust, { now });

        const judged = await verifyBundle(input, trust, { crypto: nodeCrypto, now });
        assert.deepEqual(report.verdict, judged, when);
        assert.equal(report.verdict.verdict, verdict, when);
        assert.ok(
          report.questions.some((one) => one.code === code),
          when,
        );
        assertNoContradiction(report);
      }
    });
  }

  it('say the same for bundles with a flipped bit in a binary part', async () => {
    const bundle = world.batch.bundle(1, { hidden: ['/buyer/name'] });
    let random = SEED;
    const next = (below: number): number => {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((random / 2 ** 32) * below);
    };
    for (let count = 0; count < MUTANTS; count += 1) {
      const changed = JSON.parse(JSON.stringify(bundle)) as { statement: Record<string, unknown> };
      const endorsements = bundle.statement?.endorsements ?? [];
      const signer = next(endorsements.length);
      const places = [
        ['signedProposal', bundle.statement?.signedProposal],
        ['responsePayload', bundle.statement?.responsePayload],
        ['endorser', endorsements[signer]?.endorser],
        ['signature', endorsements[signer]?.signature],
      ] as const;
      const [member, text = ''] = places[next(places.length)] ?? places[0];
      const bytes = Buffer.from(text, 'base64');
      const at = next(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << next(8));
      const mutant = bytes.toString('base64');
      if (member === 'signedProposal' || member === 'responsePayload') changed.statement[member] = mutant;
      else
        changed.statement['endorsements'] = endorsements.map((one, place) =>
          place === signer ? { ...one, [member]: mutant } : one,
        );

      const report = await explain(changed, [world.kit.profile()]);

      assert.notEqual(report.verdict.verdict, 'valid');
      assertNoContradiction(report);
    }
  });

  it('say the same without a profile, and by the profile of another network', async () => {
    for (const profiles of [[], [world.kit.profile({ network: 'cd'.repeat(32) as never })]]) {
      const report = await explain(world.batch.bundle(), profiles);

      assert.equal(report.profile, null);
      assertNoContradiction(report);
    }
  });
});
