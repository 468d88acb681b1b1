import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDescription } from '../../../test-network/dist/description.js';
import type { NetworkDescription } from '../../../test-network/dist/description.js';
import { assertPlainPath } from '../../../test-network/dist/split/plain-words.js';
import { assertPlan, planFingerprint, readPlan, spoken } from '../../../test-network/dist/split/plan.js';
import { splitPlan } from './support/split-network.js';

/** The plan with other values in its first organization. */
function withFirst(values: Partial<NetworkDescription['organizations'][number]>): NetworkDescription {
  const plan = splitPlan();
  const [first, ...others] = plan.organizations;
  return { ...plan, organizations: [{ ...first!, ...values }, ...others] };
}

describe('assertPlan', () => {
  it('takes names and addresses', () => {
    assertPlan(splitPlan());
  });

  it('says that a network of one machine has no hosts', () => {
    assert.throws(() => assertPlan(defaultDescription('native')), { code: 'HOSTS_MISSING' });
  });

  for (const host of [
    '',
    'Tax.test',
    'a b',
    'tax.test:7050',
    '-a.test',
    '300.1.1.1',
    'a..b',
    '../tax',
    'a\nb',
  ]) {
    it(`refuses the host ${JSON.stringify(host)}`, () => {
      assert.throws(() => assertPlan(withFirst({ host })), { code: 'PLAN_REFUSED' });
    });
  }

  for (const [what, plan] of [
    ['an embedded network', { ...splitPlan(), kind: 'embedded' }],
    ['another format', { ...splitPlan(), format: 'chopmark/network/9' }],
    ['a key that leaves its folder', withFirst({ key: '../court' })],
    ['one host for two', withFirst({ host: 'court.split.test' })],
    ['one MSP id for two', withFirst({ mspId: 'CourtMSP' })],
    ['one key for two', withFirst({ key: 'court' })],
    ['a consenter of nobody', { ...splitPlan(), consenters: [{ id: 1, organization: 'nobody' }] }],
    ['no consenter', { ...splitPlan(), consenters: [] }],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => assertPlan(plan as NetworkDescription), { code: 'PLAN_REFUSED' });
    });
  }
});

describe('assertPlainPath', () => {
  for (const path of [
    'srv/chopmark',
    '/srv/chop mark',
    '/srv/../etc',
    '/srv/%h',
    '/',
    '/srv/$HOME',
    '/srv/',
  ]) {
    it(`refuses ${path}: units and compose files take words as they are`, () => {
      assert.throws(() => assertPlainPath('place', path), { code: 'PLAN_REFUSED' });
    });
  }

  it('takes a plain absolute path', () => {
    assertPlainPath('place', '/srv/chopmark-1.0_a');
  });
});

describe('planFingerprint', () => {
  it('does not depend on how the file is laid out, and does on every value', () => {
    const plan = splitPlan();
    const turned = Object.fromEntries(Object.entries(plan).reverse()) as unknown as NetworkDescription;

    assert.equal(planFingerprint(turned), planFingerprint(plan));
    assert.notEqual(planFingerprint(withFirst({ host: 'other.test' })), planFingerprint(plan));
    assert.match(spoken(planFingerprint(plan)), /^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
  });
});

describe('readPlan', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-plan-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  for (const [what, content] of [
    ['text', 'a plan'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no organizations', '{"format":"chopmark/network/1","kind":"native"}'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const path = join(folder, 'plan.json');
      await writeFile(path, content);

      await assert.rejects(readPlan(path), { code: 'PLAN_REFUSED' });
    });
  }

  it('refuses a file that is not there', async () => {
    await assert.rejects(readPlan(join(folder, 'nowhere.json')), { code: 'PLAN_REFUSED' });
  });
});
