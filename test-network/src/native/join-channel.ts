/** Makes orderers and peers members of the channel by its genesis block; who is one already stays one. */
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { peer } from '@hyperledger/fabric-protos';
import type { Organization } from '../description.js';
import { HOST } from '../hosts.js';
import { during, PeerClient } from '../lifecycle/peer-client.js';
import type { PreparedNetwork } from '../prepare-network.js';

const CHANNELS = '/participation/v1/channels';
const BOUNDARY = 'chopmark-genesis-block';

type Answer = { readonly status: number; readonly text: string };

/**
 * Channel participation of one orderer, as its organization's admin by mutual TLS.
 *
 * @throws {NetworkError} `NODE_FAILED`
 */
export async function joinOrderer(
  network: PreparedNetwork,
  organization: Organization,
  genesis: Uint8Array,
): Promise<void> {
  const { channel } = network.description;
  await during('NODE_FAILED', `join ${channel} at the orderer of ${organization.key}`, async () => {
    const known = await ask(network, organization, 'GET', `${CHANNELS}/${channel}`);
    if (known.status === 200) return;
    const joined = await ask(network, organization, 'POST', CHANNELS, formOf(genesis));
    if (joined.status !== 201) throw new Error(`status ${joined.status}: ${joined.text}`);
  });
}

/** @throws {NetworkError} `NODE_FAILED` */
export async function joinPeer(
  network: PreparedNetwork,
  organization: Organization,
  genesis: Uint8Array,
): Promise<void> {
  const { channel } = network.description;
  const client = await PeerClient.open(network, organization.key);
  try {
    await during('NODE_FAILED', `join ${channel} at the peer of ${organization.key}`, async () => {
      const answer = await client.propose({ chaincode: 'cscc', args: ['GetChannels'] });
      const known = peer.ChannelQueryResponse.deserializeBinary(answer).getChannelsList();
      if (known.some((entry) => entry.getChannelId() === channel)) return;
      await client.propose({ chaincode: 'cscc', args: ['JoinChain', genesis] });
    });
  } finally {
    client.close();
  }
}

function formOf(genesis: Uint8Array): Uint8Array {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="config-block"; filename="config.block"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), genesis, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}

async function ask(
  { layout }: PreparedNetwork,
  { key, ports }: Organization,
  method: 'GET' | 'POST',
  path: string,
  body?: Uint8Array,
): Promise<Answer> {
  const { tls } = layout.organization(key).node('admin');
  const [ca, cert, clientKey] = await Promise.all(
    [tls.root, tls.clientCertificate, tls.clientKey].map((file) => readFile(file)),
  );
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: HOST,
        port: ports.ordererAdmin,
        method,
        path,
        ca,
        cert,
        key: clientKey,
        ...(body
          ? {
              headers: {
                'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
                'content-length': body.length,
              },
            }
          : {}),
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.once('error', reject);
        answer.once('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        );
      },
    );
    call.once('error', reject);
    call.end(body);
  });
}
