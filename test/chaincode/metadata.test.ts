import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { LEDGER_CONTRACT } from '@chopmark/core';
import { newChaincode } from '../support/ledger-stub.js';

interface Metadata {
  readonly contracts: Readonly<Record<string, { readonly transactions: readonly Transaction[] }>>;
}

interface Transaction {
  readonly name: string;
  readonly tag: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly schema: { readonly type: string } }[];
  readonly returns: { readonly type: string };
}

/** What Fabric's dispatcher makes of the contract: names and types come from decorators and source text. */
describe('contract metadata', () => {
  const chaincode = newChaincode();
  const { transactions } = (chaincode.metadata as Metadata).contracts[LEDGER_CONTRACT.name]!;

  it('is the default contract, so that clients name functions only', () => {
    assert.equal(chaincode.defaultContractName, LEDGER_CONTRACT.name);
  });

  it('has the functions and parameters of the table in core, in its order', () => {
    const expected = Object.entries(LEDGER_CONTRACT.functions).map(([name, { parameters, use }]) => ({
      name,
      use,
      parameters: parameters.map((parameter) => parameter.name),
    }));

    assert.deepEqual(
      transactions.map(({ name, parameters, tag }) => ({
        name,
        use: tag.includes('SUBMIT') ? 'transaction' : 'query',
        parameters: parameters.map((parameter) => parameter.name),
      })),
      expected,
    );
  });

  it('is the golden file', () => {
    const golden: unknown = JSON.parse(
      readFileSync(new URL('contract-metadata.json', import.meta.url), 'utf8'),
    );

    assert.deepEqual(JSON.parse(JSON.stringify(transactions)), golden);
  });
});
