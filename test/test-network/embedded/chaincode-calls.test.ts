/** Everything that a chaincode may ask of its peer, through an unmodified server of `fabric-chaincode-node`. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { GatewayError, type Transaction } from '@hyperledger/fabric-gateway';
import { signaturePolicy } from '../../../test-network/dist/channel/policy.js';
import { CODE } from '../../../test-network/dist/embedded/validation/codes.js';
import { clientOf, type TestClient } from './support/client.js';
import { startRanges, type TestNetwork } from './support/running-network.js';

const PORT_BASE = 27_200;
const BOTH = ['TaxMSP', 'AffairsMSP'];
/** For all calls but one: a busy machine takes its time. */
const PATIENCE_MS = 60_000;
const IMPATIENCE_MS = 500;

describe('calls of a chaincode', function () {
  this.timeout(2 * PATIENCE_MS);
  let network: TestNetwork;
  let client: TestClient;
  let timeoutMs = PATIENCE_MS;
  let folder: string;
  const cleanups: (() => unknown)[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-calls-'));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    network = await startRanges(PORT_BASE, { executeTimeoutMs: () => timeoutMs });
    cleanups.push(() => network.remove());
    client = await clientOf(network.network, 'tax');
    cleanups.push(client.close);
  });

  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  const endorsed = (name: string, ...args: string[]): Promise<Transaction> =>
    client.contract('ranges1').newProposal(name, { arguments: args, endorsingOrganizations: BOTH }).endorse();
  const submit = (name: string, ...args: string[]): Promise<Uint8Array> =>
    client.contract('ranges1').submit(name, { arguments: args, endorsingOrganizations: BOTH });
  const evaluate = async (name: string, ...args: string[]): Promise<string> =>
    Buffer.from(await client.contract('ranges1').evaluate(name, { arguments: args })).toString();
  const codeOf = async (transaction: Transaction): Promise<number> =>
    (await (await transaction.submit()).getStatus()).code;

  async function failureOf(work: Promise<unknown>): Promise<GatewayError> {
    return work.then(
      () => assert.fail('it succeeded'),
      (error: unknown) => {
        assert.ok(error instanceof GatewayError, String(error));
        return error;
      },
    );
  }

  it('gives ranges of more than two pages whole, and nothing past their end', async () => {
    await submit('fill', 'page', '250');

    const keys = JSON.parse(await evaluate('keys', 'page', 'page~')) as string[];

    assert.deepEqual(
      keys,
      Array.from({ length: 250 }, (_, place) => `page${String(place).padStart(4, '0')}`),
    );
    assert.deepEqual(JSON.parse(await evaluate('keys', 'page0100', 'page0100')), []);
    assert.equal((JSON.parse(await evaluate('keys', 'page', 'page0100')) as string[]).length, 100);
  });

  it('sorts keys by their UTF-8 bytes', async () => {
    await submit('put', 'utf-\u{1f600}', '1', 'utf-\ufffd', '2', 'utf-z', '3');

    assert.deepEqual(JSON.parse(await evaluate('keys', 'utf-', 'utf-\u{10ffff}')), [
      'utf-z',
      'utf-\ufffd',
      'utf-\u{1f600}',
    ]);
  });

  it('pages with bookmarks to the end', async () => {
    await submit('fill', 'book', '5');

    const first = JSON.parse(await evaluate('page', 'book', 'book~', '2', '')) as {
      keys: string[];
      bookmark: string;
      fetched: number;
    };
    const second = JSON.parse(await evaluate('page', 'book', 'book~', '2', first.bookmark)) as typeof first;
    const third = JSON.parse(await evaluate('page', 'book', 'book~', '2', second.bookmark)) as typeof first;

    assert.deepEqual(
      [first.keys, second.keys, third.keys],
      [['book0000', 'book0001'], ['book0002', 'book0003'], ['book0004']],
    );
    assert.deepEqual([first.fetched, third.fetched, third.bookmark], [2, 1, '']);
  });

  it('finds composite keys by their parts, and keeps them out of plain ranges', async () => {
    await submit('putComposite', 'kind', 'b', '1');
    await submit('putComposite', 'kind', 'a', '1');

    assert.deepEqual(JSON.parse(await evaluate('composites', 'kind')), ['a', 'b']);
    assert.ok(!(await evaluate('keys', '', '')).includes('kind'));
  });

  it('tells the history of a key, newest first, with deletes', async () => {
    await submit('put', 'past', 'one');
    await submit('put', 'past', 'two');
    await submit('remove', 'past');

    const rows = JSON.parse(await evaluate('history', 'past')) as {
      value: string;
      isDelete: boolean;
      txId: string;
    }[];

    assert.deepEqual(
      rows.map(({ value, isDelete }) => [value, isDelete]),
      [
        ['', true],
        ['two', false],
        ['one', false],
      ],
    );
    assert.match(rows[0]!.txId, /^[0-9a-f]{64}$/);
  });

  it('gives 12 to a transaction whose range has a key more by the time it commits', async () => {
    await submit('fill', 'phantom', '3');
    const late = await endorsed('count', 'phantom', 'phantom~', 'result');
    await submit('put', 'phantom0001a', 'new');

    assert.equal(await codeOf(late), CODE.PHANTOM_READ_CONFLICT);
    assert.equal(await evaluate('get', 'result'), '');

    assert.equal(await codeOf(await endorsed('count', 'phantom', 'phantom~', 'result')), CODE.VALID);
    assert.equal(await evaluate('get', 'result'), '4');
  });

  it('gives 12 in a range of more than 50 keys too', async () => {
    await submit('fill', 'merkle', '120');
    const late = await endorsed('count', 'merkle', 'merkle~', 'merkle-result');
    await submit('put', 'merkle0060', 'changed');

    assert.equal(await codeOf(late), CODE.PHANTOM_READ_CONFLICT);
  });

  it('keeps a key under the policy that the chaincode gave it', async () => {
    const policy = Buffer.from(
      signaturePolicy({ mspId: 'CourtMSP', role: 'peer' }).serializeBinary(),
    ).toString('base64');
    await submit('put', 'guarded', '1');
    await submit('guard', 'guarded', policy);

    assert.equal(await evaluate('guardOf', 'guarded'), policy);
    assert.equal(await codeOf(await endorsed('put', 'guarded', '2')), CODE.ENDORSEMENT_POLICY_FAILURE);
    assert.equal(await evaluate('get', 'guarded'), '1');
  });

  it('refuses to call itself, under whatever name one package has, and chaincodes that are not there', async () => {
    assert.match(
      (await failureOf(evaluate('call', 'ranges1', 'x'))).message,
      /txid: [0-9a-f]{64}\(chopmark-embedded\) exists/,
    );
    assert.match((await failureOf(evaluate('call', 'ranges2', 'x'))).message, /exists/);
    assert.match((await failureOf(evaluate('call', 'nowhere', 'x'))).message, /chaincode nowhere not found/);
    assert.match((await failureOf(evaluate('call', 'qscc', 'x'))).message, /not implemented/);
    assert.match(
      (await failureOf(evaluate('call', 'ranges2/elsewhere', 'x'))).message,
      /Failed to get policy manager for channel \[elsewhere\]/,
    );
  });

  it('announces the event of the outermost call only when it is valid', async () => {
    const startBlock = BigInt(network.nodes.channel.ledger.height);
    await submit('announce', 'happened');
    const events = await client.network.getChaincodeEvents('ranges1', { startBlock });

    for await (const event of events) {
      assert.deepEqual([event.eventName, Buffer.from(event.payload).toString()], ['happened', 'happened']);
      break;
    }
    events.close();
  });

  it('refuses private data and rich queries in so many words', async () => {
    assert.match(
      (await failureOf(evaluate('privately', 'x'))).message,
      /private data collections are not implemented/,
    );
    assert.match(
      (await failureOf(evaluate('query', '{}'))).message,
      /ExecuteQuery not supported for leveldb/,
    );
  });

  it('tells which organization disagrees', async () => {
    const failure = await failureOf(endorsed('disagree'));

    assert.equal(failure.code, status.ABORTED);
    assert.equal(failure.details.length, 1);
    assert.equal(failure.details[0]!.message, 'ProposalResponsePayloads do not match');
  });

  it('gives up a call that takes too long, and goes on', async () => {
    const file = join(folder, 'too-long');
    timeoutMs = IMPATIENCE_MS;
    const failure = await failureOf(endorsed('slow', file));
    timeoutMs = PATIENCE_MS;
    await writeFile(`${file}.go`, '');

    assert.equal(failure.code, status.ABORTED);
    assert.match(
      failure.details[0]!.message,
      /failed to execute transaction [0-9a-f]{64}: .*timeout expired while executing transaction/,
    );
    assert.equal(await evaluate('get', 'slow'), '');
  });

  it('fails cleanly when a chaincode server is killed in the middle of a call, and works again', async () => {
    const server = network.servers.get('tax')!;
    const restarts = server.restarts;
    const file = join(folder, 'killed');
    const failing = failureOf(endorsed('slow', file));
    await until(() => existsSync(file) && readFileSync(file, 'utf8').split('\n').length > BOTH.length);
    process.kill(server.pid!, 'SIGKILL');
    await until(() => server.restarts > restarts);
    await writeFile(`${file}.go`, '');

    const failure = await failing;

    assert.equal(failure.code, status.ABORTED);
    assert.match(failure.details[0]!.message, /chaincode stream terminated$/);
    assert.equal(failure.details[0]!.mspId, 'TaxMSP');
    await until(() => server.pid !== undefined);
    await eventually(() => submit('put', 'after', 'the kill'));
    assert.equal(await evaluate('get', 'after'), 'the kill');
  });

  it('fails cleanly when a chaincode ends its own process', async () => {
    const failure = await failureOf(evaluate('die'));

    assert.equal(failure.code, status.ABORTED);
    await eventually(() => evaluate('get', 'after'));
  });

  it('dials again after the streams were dropped', async () => {
    await network.nodes.dropChaincodeStreams('tax');

    assert.equal(await evaluate('get', 'after'), 'the kill');
  });
});

async function until(isReached: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isReached()) {
    if (Date.now() > deadline) assert.fail('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Servers need a moment to come back. */
async function eventually(work: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
