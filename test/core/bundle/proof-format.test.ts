import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Bundle, FINDING_CODES, parseTrustProfile, verifyBundle } from '@chopmark/core/verify';
import { parseBlockHeader } from '../../../core/dist/fabric-proof/block-header.js';
import { parseOrdererSignatures } from '../../../core/dist/fabric-proof/orderer-signatures.js';
import { parseTransaction } from '../../../core/dist/fabric-proof/transaction.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW, sha256 } from '../../support/proof-kit.js';

const at = (path: string): URL => new URL(`../../../${path}`, import.meta.url);
const text = (path: string): string => readFileSync(at(path), 'utf8');
const json = (path: string): Record<string, unknown> => JSON.parse(text(path)) as Record<string, unknown>;
const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const FORMAT = text('docs/proof-format.md');
const FULL = 'test/bundles/v1/full';

describe('JSON Schemas', () => {
  const schema = (name: string): ValidateFunction =>
    new Ajv2020({ strictTuples: false, strictTypes: false }).compile(
      json(`docs/schemas/${name}.schema.json`),
    );
  const isBundle = schema('bundle');
  const isTrust = schema('trust');

  for (const folder of readdirSync(at('test/bundles/v1'))) {
    for (const name of readdirSync(at(`test/bundles/v1/${folder}`)).filter((one) =>
      /^(bundle|trust).*\.json$/.test(one),
    )) {
      it(`describe v1/${folder}/${name}`, () => {
        const matches = name.startsWith('trust') ? isTrust : isBundle;

        assert.ok(matches(json(`test/bundles/v1/${folder}/${name}`)), JSON.stringify(matches.errors));
      });
    }
  }

  it('refuse what the verifier cannot read', () => {
    const bundle = json(`${FULL}/bundle.json`);
    const { transaction, ...rest } = bundle;
    assert.ok(transaction);
    for (const bent of [
      rest,
      { ...bundle, more: 1 },
      { ...bundle, format: 'chopmark/bundle/2' },
      { ...bundle, statement: 'sha256:00' },
      { ...bundle, configuration: [] },
    ])
      assert.equal(isBundle(bent), false);
    assert.equal(isTrust({ ...json(`${FULL}/trust.json`), signers: 0 }), false);
  });
});

describe('docs/proof-format.md', () => {
  it('names codes that there are', () => {
    for (const [, code = ''] of FORMAT.matchAll(
      /`((?:STATEMENT|TRANSACTION|BLOCK|ORDERER|ORDERERS|CONFIGURATION|LAST)_[A-Z_]+)`/g,
    ))
      assert.ok(code in FINDING_CODES, code);
  });

  it('shows the values of the frozen bundle', async () => {
    const bundle = json(`${FULL}/bundle.json`) as unknown as Required<Bundle>;
    const profile = parseTrustProfile(text(`${FULL}/trust.json`));
    const [genesis] = bundle.configuration;
    const header = parseBlockHeader(bytesOf(bundle.block.header), sha256);
    const verdict = await verifyBundle(bundle, [profile], { crypto: nodeCrypto, now: NOW });

    const shown = [...FORMAT.slice(FORMAT.indexOf('## 8.')).matchAll(/^\| .* \| `([0-9a-f]+)` \|$/gm)].map(
      ([, value]) => value,
    );
    assert.deepEqual(shown, [
      hex(bytesOf(genesis!.header)),
      profile.network,
      parseTransaction(bytesOf(bundle.transaction.envelope), sha256).call.txId,
      hex(header.der),
      hex(header.hash),
      hex(header.dataHash),
      hex(parseOrdererSignatures(bytesOf(bundle.block.orderers)).value),
      verdict.documentHash,
    ]);
    assert.equal(sha256(bytesOf(genesis!.header)).toString('hex'), profile.network);
  });
});
