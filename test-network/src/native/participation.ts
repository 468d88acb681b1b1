/** Channel participation of one orderer, spoken as its organization's admin by mutual TLS. */
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import type { Organization } from '../description.js';
import { HOST } from '../hosts.js';
import type { PreparedNetwork } from '../prepare-network.js';

export const CHANNELS = '/participation/v1/channels';
const BOUNDARY = 'chopmark-genesis-block';
const PATIENCE_MS = 30_000;

export type ParticipationAnswer = { readonly status: number; readonly text: string };

/** @throws {Error} When the orderer cannot be reached, or does not answer in time. */
export async function askParticipation(
  { layout }: Pick<PreparedNetwork, 'layout'>,
  { key, ports }: Organization,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  options: { readonly block?: Uint8Array; readonly patienceMs?: number } = {},
): Promise<ParticipationAnswer> {
  const { tls } = layout.organization(key).node('admin');
  const [ca, cert, clientKey] = await Promise.all(
    [tls.root, tls.clientCertificate, tls.clientKey].map((file) => readFile(file)),
  );
  const body = options.block && formOf(options.block);
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
        signal: AbortSignal.timeout(options.patienceMs ?? PATIENCE_MS),
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
        answer.on('error', reject);
        answer.once('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        );
      },
    );
    // More than one may come: refused, then given up after its time; an unheard one would end the process.
    call.on('error', reject);
    call.end(body);
  });
}

function formOf(block: Uint8Array): Uint8Array {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="config-block"; filename="config.block"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), block, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}
