/** A ledger with people on it: who calls the contract in tests, and what they anchor. */
import { createHash } from 'node:crypto';
import { identityOf } from './chaincode-identities.js';
import type { Proposal } from './chaincode-proposal.js';
import { LedgerStub } from './ledger-stub.js';

/** Callers by what they are: two of the authority hold a role, the rest do not. */
export const PEOPLE = {
  admin: identityOf('TaxMSP', 'admin'),
  registrar: identityOf('TaxMSP', 'client'),
  issuer: identityOf('TaxMSP', 'client'),
  client: identityOf('TaxMSP', 'client'),
  peer: identityOf('TaxMSP', 'peer'),
  orderer: identityOf('TaxMSP', 'orderer'),
  adminAndClient: identityOf('TaxMSP', 'admin', 'client'),
  noUnit: identityOf('TaxMSP'),
  affairsAdmin: identityOf('AffairsMSP', 'admin'),
  affairsClient: identityOf('AffairsMSP', 'client'),
  courtClient: identityOf('CourtMSP', 'client'),
  operatorClient: identityOf('OperatorMSP', 'client'),
  operatorPeer: identityOf('OperatorMSP', 'peer'),
  strangerAdmin: identityOf('StrangerMSP', 'admin'),
} as const;

export const SERIES = 'invoices-1';
export const PREFIX = '25001';
export const OPEN_SERIES: Proposal = {
  as: PEOPLE.registrar,
  function: 'openSeries',
  args: [SERIES, 'invoice', 'sha256-p256', PREFIX],
};

/** A ledger on which the roles are granted and nothing else has happened. */
export async function ledgerWithRoles(): Promise<LedgerStub> {
  const ledger = new LedgerStub();
  await ledger.submit({
    as: PEOPLE.admin,
    function: 'grantRoles',
    args: [PEOPLE.registrar.fingerprint, 'registry'],
  });
  await ledger.submit({
    as: PEOPLE.admin,
    function: 'grantRoles',
    args: [PEOPLE.issuer.fingerprint, 'anchor'],
  });
  return ledger;
}

/** The same with one open series. */
export async function ledgerWithSeries(): Promise<LedgerStub> {
  const ledger = await ledgerWithRoles();
  await ledger.submit(OPEN_SERIES);
  return ledger;
}

export interface Entries {
  readonly first: number;
  readonly size: number;
  readonly hashes: readonly Buffer[];
  /** As `anchor` takes them. */
  readonly bytes: Buffer;
  /** Tree head, hex. */
  readonly root: string;
}

/** Made-up document hashes from a sequence on; the seed makes other content for the same numbers. */
export function entriesOf(first: number, size: number, seed = 'a'): Entries {
  const hashes = Array.from({ length: size }, (_, at) => sha256(`${seed} ${first + at}`));
  const leaves = hashes.map((hash, at) => {
    const sequence = Buffer.alloc(8);
    sequence.writeBigUInt64BE(BigInt(first + at));
    return Buffer.concat([Buffer.from('chopmark/entry/1'), sequence, hash]);
  });
  return { first, size, hashes, bytes: Buffer.concat(hashes), root: treeHead(leaves).toString('hex') };
}

export function anchorOf(batch: number, entries: Entries, series = SERIES): Proposal {
  return {
    as: PEOPLE.issuer,
    function: 'anchor',
    args: [series, batch, entries.first, entries.root, entries.bytes],
  };
}

export function fenceOf(batch: number, series = SERIES): Proposal {
  return { as: PEOPLE.issuer, function: 'fence', args: [series, batch] };
}

export function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

/** The oracle: the recursive definition of RFC 9162 section 2.1.1, as plain as it can be. */
function treeHead(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return sha256(Buffer.concat([Buffer.from([0]), leaves[0]!]));
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(
    Buffer.concat([Buffer.from([1]), treeHead(leaves.slice(0, split)), treeHead(leaves.slice(split))]),
  );
}
