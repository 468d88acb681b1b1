/**
 * The file that says how a gateway reaches its network (docs/formats.md section 7): written by the
 * network, read once at start.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { isNamespace, parseHexHash } from '@chopmark/core';
import { z } from 'zod';

const ConnectionFile = z
  .object({
    kind: z.enum(['embedded', 'native']),
    channel: z.string().min(1),
    network: z.string().transform((text) => parseHexHash(text)),
    mspId: z.string().min(1),
    namespace: z.string().refine(isNamespace, 'no such namespace'),
    peers: z.array(z.object({ mspId: z.string().min(1), address: z.string().min(1) })).min(1),
    tlsRoots: z.string().min(1),
    certificate: z.string().min(1),
    privateKey: z.string().min(1),
    endorsers: z.array(z.string().min(1)).min(2),
    trustProfile: z.string().min(1),
  })
  .refine(({ mspId, peers }) => peers.every((peer) => peer.mspId === mspId), {
    path: ['peers'],
    message: 'a gateway follows peers of its own organization only',
  });

type Read = z.infer<typeof ConnectionFile>;

/** As in the file, with absolute paths and the contents of the small ones. */
export interface Connection extends Read {
  readonly tlsRootsPem: Buffer;
  readonly certificatePem: Buffer;
  readonly privateKeyPem: Buffer;
}

/** @throws {Error} When a file is missing or says something else. */
export async function readConnection(path: string): Promise<Connection> {
  const read = ConnectionFile.parse(JSON.parse(await readFile(path, 'utf8')));
  const at = (relative: string): string => resolve(dirname(path), relative);
  const pem = (relative: string): Promise<Buffer> => readFile(at(relative));
  return {
    ...read,
    namespace: read.namespace,
    tlsRoots: at(read.tlsRoots),
    certificate: at(read.certificate),
    privateKey: at(read.privateKey),
    trustProfile: at(read.trustProfile),
    tlsRootsPem: await pem(read.tlsRoots),
    certificatePem: await pem(read.certificate),
    privateKeyPem: await pem(read.privateKey),
  };
}
