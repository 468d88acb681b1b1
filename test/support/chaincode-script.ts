/**
 * Calls every function of the contract and prints, a line each, all that an endorser would sign.
 * Run in several processes, whose output must be the same.
 *
 *   node --import=tsx chaincode-script.ts <milliseconds by which the machine's clock is wrong>
 */
import { anchorOf, entriesOf, fenceOf, OPEN_SERIES, PEOPLE, SERIES, sha256 } from './chaincode-world.js';
import type { Proposal } from './chaincode-proposal.js';
import { LedgerStub, readableKey, type Simulation } from './ledger-stub.js';

const START = Date.parse('2026-03-01T08:09:10.123Z');
const wrongByMs = Number(process.argv[2]);
Date.now = () => START + wrongByMs;

const { admin, registrar, issuer, client } = PEOPLE;
const query = (name: string, ...args: (string | number | Buffer)[]): Proposal => ({
  as: client,
  function: name,
  args,
});
const CALLS: readonly Proposal[] = [
  { as: admin, function: 'grantRoles', args: [registrar.fingerprint, 'registry'] },
  { as: admin, function: 'grantRoles', args: [issuer.fingerprint, 'anchor'] },
  OPEN_SERIES,
  query('tick'),
  anchorOf(1, entriesOf(1, 100)),
  anchorOf(1, entriesOf(1, 100)),
  anchorOf(1, entriesOf(1, 99)),
  fenceOf(2),
  fenceOf(1),
  query('attest', SERIES, 1, entriesOf(1, 100).bytes),
  query('getSeries', SERIES),
  query('getHead', SERIES),
  query('getBatch', SERIES, 1),
  query('getClock'),
  query('getRoles', issuer.fingerprint),
  query('version'),
  { as: registrar, function: 'closeSeries', args: [SERIES] },
  { as: admin, function: 'revokeRoles', args: [issuer.fingerprint] },
];

const ledger = new LedgerStub();
for (const [at, call] of CALLS.entries()) {
  const simulation = await ledger.simulate({
    ...call,
    time: new Date(START),
    nonce: sha256(String(at)).subarray(0, 24),
  });
  console.log(JSON.stringify([call.function, lineOf(simulation)]));
  if (simulation.status === 200) ledger.commit(simulation);
}

function lineOf({ reads, writes, ...rest }: Simulation): object {
  return {
    ...rest,
    reads: [...reads].map(([key, version]) => [readableKey(key), version]),
    writes: [...writes].map(([key, bytes]) => [readableKey(key), bytes?.toString('hex')]),
  };
}
