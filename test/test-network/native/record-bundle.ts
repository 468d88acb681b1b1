/**
 * Records a proof from real Fabric into test/bundles/v1/native: run it by hand when a format changes before its first
 * release, never afterwards (`FABRIC_BIN=… npx tsx test/test-network/native/record-bundle.ts`). The network and its
 * keys are gone when it ends.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { disclose } from '@chopmark/core';
import { formatBundle } from '@chopmark/core/verify';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { PeerClient } from '../../../test-network/dist/lifecycle/peer-client.js';
import { startNative } from '../../../test-network/dist/native/start-native.js';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import { anchor, attest, bundleOf, PREFIX, sealed, SERIES } from './anchored-batch.js';

const SOURCE = fileURLToPath(new URL('../../../chaincode/deploy', import.meta.url));
const TARGET = fileURLToPath(new URL('../../bundles/v1/native', import.meta.url));
const ALL = ['TaxMSP', 'AffairsMSP', 'CourtMSP', 'OperatorMSP'];
const HIDDEN = ['/buyer/name', '/buyer/taxId', '/remark'];

const home = await mkdtemp(join(tmpdir(), 'chopmark-record-'));
const network = await prepareNetwork(
  defaultDescription('native', { portBase: 26_250 }),
  join(home, 'network'),
);
const running = await startNative(network, { chaincodeSource: SOURCE });
const tax = await PeerClient.open(network, 'tax', 'gateway');
try {
  const documents = sealed(network.network, 5);
  const endorsingOrganizations = ['TaxMSP', 'AffairsMSP'];
  await tax.submit('tax', 'openSeries', {
    arguments: [SERIES, 'invoice', 'sha256-p256', PREFIX],
    endorsingOrganizations,
  });
  await tax.submit('tax', 'tick', { endorsingOrganizations });
  await anchor(tax, documents, endorsingOrganizations);
  const statement = await attest(tax, documents, ALL);
  const whole = bundleOf(documents, 3, statement);
  await mkdir(TARGET, { recursive: true });
  await writeFile(join(TARGET, 'bundle.json'), formatBundle(whole));
  await writeFile(
    join(TARGET, 'bundle-hidden.json'),
    formatBundle({ ...whole, document: disclose(documents[3]!, HIDDEN) }),
  );
  await writeFile(join(TARGET, 'trust.json'), await readFile(running.files.trustProfile));
  await writeFile(
    join(TARGET, 'recorded.json'),
    `${JSON.stringify({ at: new Date().toISOString(), hidden: HIDDEN })}\n`,
  );
} finally {
  tax.close();
  await running.stop();
  await rm(home, { recursive: true, force: true });
}
