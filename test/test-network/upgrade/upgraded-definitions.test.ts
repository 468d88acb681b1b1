import assert from 'node:assert/strict';
import { defaultDescription, kindsOf } from '../../../test-network/dist/description.js';
import { upgradedDefinitions } from '../../../test-network/dist/upgrade/plan-upgrade.js';

const TO = {
  label: 'chopmark-2',
  bundle: 'ab'.repeat(32),
  packages: {},
  sequences: { tax: 2, affairs: 2, court: 2 },
};

describe('upgradedDefinitions', () => {
  const { definitions } = defaultDescription('embedded');

  it('brings the kinds of the new code to a network that was made with older code', () => {
    const old = definitions.map((one) => ({
      ...one,
      kinds: one.kinds.filter(({ kind }) => kind === 'invoice'),
    }));

    const next = upgradedDefinitions(old, TO);

    for (const { name, kinds, sequence } of next)
      assert.deepEqual([kinds, sequence], [kindsOf(name), 2], name);
  });

  it('keeps kinds, and patterns of prefixes, that are there', () => {
    const own = { kind: 'invoice', prefixes: '^[0-9]{2}01[0-9]$' };
    const other = { kind: 'receipt', prefixes: '^R[0-9]$' };
    const old = definitions.map((one) => ({ ...one, kinds: one.name === 'tax' ? [own, other] : one.kinds }));

    const [tax] = upgradedDefinitions(old, TO);

    assert.deepEqual(tax?.kinds, [own, other, kindsOf('tax')[1]]);
  });
});
