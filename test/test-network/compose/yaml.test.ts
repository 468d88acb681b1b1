import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import { yamlText } from '../../../test-network/dist/compose/yaml.js';
import type { Yaml } from '../../../test-network/dist/compose/yaml.js';

const { value } = fc.letrec<{ value: Yaml }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'yes',
      'null',
      '~',
      '- a',
      '# no',
      'a: b',
      '1e3',
      '0x10',
      '',
      ' ',
      'a\nb',
      '${X:?}',
      '\u2028',
    ),
    fc.integer(),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('no', 'on', 'null', 'a b')), tie('value'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
}));

describe('yamlText', () => {
  // The oracle is a reader that others wrote.
  it('is read back as what was written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), (written) => {
        fc.pre(!JSON.stringify(written).includes('__proto__'));
        assert.deepEqual(parse(yamlText(written)), written);
      }),
      { numRuns: 300 },
    );
  });
});
