import assert from 'node:assert/strict';
import { shownValues } from '@chopmark/core/verify';
import { ProofKit } from '../../support/proof-kit.js';

describe('shownValues', () => {
  it('says hidden of what is hidden, and the values of the rest', async () => {
    const batch = (await ProofKit.create()).batch();

    const values = shownValues(batch.document(1, ['/buyer/name']));

    assert.deepEqual(values.get('/buyer/name'), { hidden: true });
    assert.deepEqual(values.get('/totalGross'), { text: '113.00' });
    assert.deepEqual(values.get('/drawer'), { text: '另一位' });
  });

  it('has one order, whatever order the file has', async () => {
    const document = (await ProofKit.create()).batch().document(1);
    const required = Object.fromEntries(Object.entries(document.header.required).reverse());

    const turned = shownValues({ ...document, header: { ...document.header, required } });

    assert.deepEqual([...turned], [...shownValues(document)]);
  });
});
