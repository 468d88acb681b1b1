/**
 * One organization speaks on its own host, with the keys that lie in its folder: its gateway anchors, anyone asks.
 *
 *   speak.ts <folder> <key> open | anchor <batch> <endorsers> | batch <batch> | version | tick <endorsers> | whole
 */
import { createHash } from 'node:crypto';
import { batchTree, toHex } from '@chopmark/core';
import { PeerClient, reasonOf } from '../../../../test-network/dist/lifecycle/peer-client.js';
import { readNetwork } from '../../../../test-network/dist/prepare-network.js';

const SERIES = '26001-main';
const PREFIX = '26001';
/** Who is cut off waits for others no longer than this. */
const TICK_MS = 10_000;

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** Three hashes that stand for documents: batch n has sequences 3n-2 to 3n. */
const entriesOf = (batch: number): Uint8Array[] =>
  [1, 2, 3].map((place) => sha256(Buffer.from(`document ${3 * (batch - 1) + place}`)));

async function speak(
  client: PeerClient,
  everybody: readonly string[],
  [verb = '', ...args]: readonly string[],
): Promise<string> {
  const mspIds = (text = ''): string[] => text.split(',');
  switch (verb) {
    case 'open':
      return submit('openSeries', [SERIES, 'invoice', 'sha256-p256', PREFIX], everybody.slice(0, 2));
    case 'anchor': {
      const batch = Number(args[0]);
      const first = 3 * (batch - 1) + 1;
      const entries = entriesOf(batch);
      const root = toHex(batchTree(sha256, first, entries).head);
      return submit(
        'anchor',
        [SERIES, String(batch), String(first), root, Buffer.concat(entries)],
        mspIds(args[1]),
      );
    }
    case 'batch': {
      const answer = await client.contract('tax').evaluate('getBatch', {
        arguments: [SERIES, args[0] ?? ''],
        endorsingOrganizations: [client.organization.mspId],
      });
      return Buffer.from(answer).toString();
    }
    case 'version': {
      const answer = await client
        .contract('tax')
        .evaluate('version', { endorsingOrganizations: [client.organization.mspId] });
      return Buffer.from(answer).toString();
    }
    case 'tick': {
      const proposal = client
        .contract('tax')
        .newProposal('tick', { endorsingOrganizations: mspIds(args[0]) });
      const endorsed = await proposal.endorse({ deadline: Date.now() + TICK_MS });
      return (await endorsed.submit()).getTransactionId();
    }
    case 'whole':
      await client
        .contract('tax')
        .newProposal('version', { endorsingOrganizations: [...everybody] })
        .endorse();
      return 'all endorse';
    default:
      throw new Error(`no such verb: ${verb}`);
  }

  async function submit(
    name: string,
    parameters: readonly (string | Uint8Array)[],
    endorsingOrganizations: string[],
  ): Promise<string> {
    const answer = await client.submit('tax', name, { arguments: [...parameters], endorsingOrganizations });
    return Buffer.from(answer).toString();
  }
}

const [folder = '', key = '', ...words] = process.argv.slice(2);
const network = await readNetwork(folder);
const gateways = new Set(network.description.definitions.map(({ authority }) => authority));
const organization = network.description.organizations.find((candidate) => candidate.key === key);
const node = organization && gateways.has(organization.mspId) ? 'gateway' : 'admin';
const client = await PeerClient.open(network, key, node);
try {
  const everybody = network.description.organizations.map(({ mspId }) => mspId);
  process.stdout.write(await speak(client, everybody, words));
} catch (error) {
  process.stderr.write(reasonOf(error));
  process.exitCode = 1;
} finally {
  client.close();
}
