/**
 * Where the files of one network lie (docs/formats.md section 7). `home` is the folder of the network itself,
 * `<CHOPMARK_HOME>/<kind>/network`; nobody but this package writes below it. Keys are readable by their owner only.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { OrganizationKey } from './description.js';

/** Who holds an identity; `chaincode` has TLS material only, `admin` and `gateway` no server. */
export type Node = 'orderer' | 'peer' | 'admin' | 'gateway' | 'chaincode';

export type NodeLayout = {
  readonly folder: string;
  /** MSP folder with `signcerts/cert.pem` and `keystore/key.pem`, as Fabric reads it. */
  readonly msp: string;
  readonly certificate: string;
  readonly key: string;
  readonly tls: {
    readonly folder: string;
    readonly certificate: string;
    readonly key: string;
    readonly clientCertificate: string;
    readonly clientKey: string;
    /** Certificate of the organization's TLS CA. */
    readonly root: string;
  };
};

export type OrganizationLayout = {
  readonly folder: string;
  readonly ca: { readonly certificate: string; readonly key: string };
  readonly tlsca: { readonly certificate: string; readonly key: string };
  /** Verifying MSP: what the others know of the organization. */
  readonly msp: string;
  readonly node: (node: Node) => NodeLayout;
};

export type NetworkLayout = {
  readonly home: string;
  readonly networkFile: string;
  readonly genesisBlock: string;
  /** TLS roots of all organizations, one PEM file. */
  readonly tlsRoots: string;
  readonly organization: (key: OrganizationKey) => OrganizationLayout;
  /** Folder of one installed package; its id with `:` as `_`. */
  readonly chaincode: (packageId: string) => string;
  readonly chaincodes: string;
  /** Blocks and state; native: one folder for each process. */
  readonly ledger: string;
  readonly logs: string;
  /** Numbers of the processes that run, one file each. */
  readonly run: string;
  readonly connection: (key: OrganizationKey) => string;
  readonly trustProfile: string;
};

export function layoutOf(home: string): NetworkLayout {
  return {
    home,
    networkFile: join(home, 'network.json'),
    genesisBlock: join(home, 'genesis.block'),
    tlsRoots: join(home, 'tls-roots.pem'),
    organization: (key) => organizationLayout(join(home, 'organizations', key)),
    chaincode: (packageId) => join(home, 'chaincode', packageId.replaceAll(':', '_')),
    chaincodes: join(home, 'chaincode'),
    ledger: join(home, 'ledger'),
    logs: join(home, 'logs'),
    run: join(home, 'run'),
    connection: (key) => join(home, 'connections', `${key}.json`),
    trustProfile: join(home, 'trust.json'),
  };
}

function organizationLayout(folder: string): OrganizationLayout {
  return {
    folder,
    ca: { certificate: join(folder, 'ca', 'ca.pem'), key: join(folder, 'ca', 'key.pem') },
    tlsca: { certificate: join(folder, 'tlsca', 'ca.pem'), key: join(folder, 'tlsca', 'key.pem') },
    msp: join(folder, 'msp'),
    node: (node) => nodeLayout(join(folder, node)),
  };
}

function nodeLayout(folder: string): NodeLayout {
  const msp = join(folder, 'msp');
  const tls = join(folder, 'tls');
  return {
    folder,
    msp,
    certificate: join(msp, 'signcerts', 'cert.pem'),
    key: join(msp, 'keystore', 'key.pem'),
    tls: {
      folder: tls,
      certificate: join(tls, 'server.crt'),
      key: join(tls, 'server.key'),
      clientCertificate: join(tls, 'client.crt'),
      clientKey: join(tls, 'client.key'),
      root: join(tls, 'ca.crt'),
    },
  };
}

/** Mode of a file that holds a private key. */
export const KEY_MODE = 0o600;

/** Writes a file so that a reader finds the old content or the new, never a part, and a crash keeps one of them. */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  mode = 0o644,
): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(draft, 'wx', mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** As `writeAtomically`, the value as indented JSON. */
export async function writeJson(path: string, value: unknown, mode?: number): Promise<void> {
  await writeAtomically(path, `${JSON.stringify(value, undefined, 2)}\n`, mode);
}
