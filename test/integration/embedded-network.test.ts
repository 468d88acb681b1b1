/** The embedded network as its users meet it: Fabric's own client on one side, the real contract on the other. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { CommitError, GatewayError, type Transaction } from '@hyperledger/fabric-gateway';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { batchRoot } from '@chopmark/core';
import { defaultDescription } from '../../test-network/dist/description.js';
import { parseReadWriteSets, parseTransaction } from '../../test-network/dist/embedded/ledger/transaction.js';
import { loadIdentity } from '../../test-network/dist/identities/identity.js';
import { prepareNetwork } from '../../test-network/dist/prepare-network.js';
import { signedProposal } from '../../test-network/dist/lifecycle/proposal.js';
import { clientOf, type TestClient } from '../test-network/embedded/support/client.js';
import { called, delivered, seekEnvelope, type Seek } from '../test-network/embedded/support/grpc.js';
import { startChopmark, type TestNetwork } from '../test-network/embedded/support/running-network.js';

const PORT_BASE = 27_100;
const BOTH = ['TaxMSP', 'AffairsMSP'];
const THREE = ['TaxMSP', 'CourtMSP', 'OperatorMSP'];
const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

describe('embedded network with the real contract', function () {
  this.timeout(60_000);
  let network: TestNetwork;
  let tax: TestClient;
  let court: TestClient;
  const cleanups: (() => unknown)[] = [];
  let series = 0;

  before(async () => {
    network = await startChopmark(PORT_BASE);
    cleanups.push(() => network.remove());
    tax = await clientOf(network.network, 'tax');
    court = await clientOf(network.network, 'court');
    cleanups.push(tax.close, court.close);
    await submit('tick', []);
  });

  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  type Argument = string | Uint8Array;

  const proposal = (name: string, args: readonly Argument[], endorsers = BOTH) =>
    tax.contract('tax').newProposal(name, { arguments: [...args], endorsingOrganizations: endorsers });
  const submit = (name: string, args: readonly Argument[], endorsers = BOTH): Promise<Uint8Array> =>
    tax.contract('tax').submit(name, { arguments: [...args], endorsingOrganizations: endorsers });
  const endorsed = (name: string, args: readonly Argument[], endorsers = BOTH): Promise<Transaction> =>
    proposal(name, args, endorsers).endorse();
  const evaluate = async (name: string, args: readonly Argument[]): Promise<string> =>
    Buffer.from(await tax.contract('tax').evaluate(name, { arguments: [...args] })).toString();

  /** A series of its own for each test. */
  async function newSeries(): Promise<{ name: string; open: readonly string[] }> {
    series += 1;
    const name = `series-${series}`;
    const open = [name, 'invoice', 'sha256-p256', `${String(20 + series)}001`];
    return Promise.resolve({ name, open });
  }

  async function openSeries(): Promise<string> {
    const { name, open } = await newSeries();
    await submit('openSeries', open);
    return name;
  }

  function anchorArguments(name: string, batch: number, first: number, count: number): Argument[] {
    const hashes = Array.from({ length: count }, () => randomBytes(32));
    const root = Buffer.from(batchRoot(sha256, first, hashes)).toString('hex');
    return [name, String(batch), String(first), root, Buffer.concat(hashes)];
  }

  async function codeOf(transaction: Transaction): Promise<number> {
    return (await (await transaction.submit()).getStatus()).code;
  }

  describe('transactions', () => {
    it('anchors a batch, attests it by three organizations, and shows it to another gateway', async () => {
      const name = await openSeries();
      const args = anchorArguments(name, 1, 1, 3);

      const record = JSON.parse(Buffer.from(await submit('anchor', args)).toString()) as {
        root: string;
        size: number;
      };

      assert.deepEqual([record.root, record.size], [args[3], 3]);
      const seen = await court.contract('tax').evaluate('getBatch', { arguments: [name, '1'] });
      assert.equal((JSON.parse(Buffer.from(seen).toString()) as { root: string }).root, args[3]);

      const hash = (args[4] as Buffer).subarray(0, 32);
      const statement = await endorsed('attest', [name, '1', hash], THREE);
      const { action, endorsements } = parsed(statement);
      assert.equal(endorsements.length, 3);
      const sets = parseReadWriteSets(action.getResults_asU8());
      assert.deepEqual(
        sets.map(({ namespace }) => namespace),
        ['_lifecycle', 'tax'],
      );
      assert.deepEqual(
        sets[0]!.set.getReadsList().map((read) => read.getKey()),
        ['namespaces/fields/tax/Sequence'],
      );
      assert.equal(sets[1]!.set.getReadsList().length, 3, 'clock, batch record, one document');
      assert.equal(sets[1]!.set.getWritesList().length, 0);
    });

    it('takes a batch of 16,384 documents in one transaction', async () => {
      const name = await openSeries();

      const record = JSON.parse(
        Buffer.from(await submit('anchor', anchorArguments(name, 1, 1, 16_384))).toString(),
      ) as { size: number };

      assert.equal(record.size, 16_384);
    });

    it('finds whose endorsements a policy needs when the client names nobody', async () => {
      const { name, open } = await newSeries();
      const transaction = await tax
        .contract('tax')
        .newProposal('openSeries', { arguments: [...open] })
        .endorse();

      const { endorsements } = parsed(transaction);
      const mspIds = endorsements.map((each) => mspIdOf(each.getEndorser_asU8()));
      assert.equal(mspIds.length, 2);
      assert.ok(mspIds.includes('TaxMSP'));
      assert.equal(await codeOf(transaction), 0);
      assert.match(await evaluate('getSeries', [name]), /"closed":false/);
    });

    it('hands the words of a refusal to the client and writes nothing', async () => {
      const failure = await failureOf(submit('anchor', anchorArguments('no-such-series', 1, 1, 1)));

      assert.equal(failure.code, status.ABORTED);
      assert.equal(failure.details.length, 2);
      assert.match(failure.details[0]!.message, /^chaincode response 500, .*\[SERIES_NOT_FOUND\]/);
    });

    it('gives 10 to a transaction endorsed by the authority alone, or without it', async () => {
      for (const endorsers of [['TaxMSP'], ['AffairsMSP', 'CourtMSP', 'OperatorMSP']]) {
        const { name, open } = await newSeries();

        assert.equal(
          await codeOf(await endorsed('openSeries', open, endorsers)),
          peer.TxValidationCode.ENDORSEMENT_POLICY_FAILURE,
        );

        await assert.rejects(evaluate('getSeries', [name]), /SERIES_NOT_FOUND/);
      }
    });

    it('lets one of two creations win; the other gets 11', async () => {
      const { open } = await newSeries();
      const both = await Promise.all([endorsed('openSeries', open), endorsed('openSeries', open)]);

      const codes = await Promise.all(both.map(codeOf));

      assert.deepEqual(
        codes.sort((left, right) => left - right),
        [0, peer.TxValidationCode.MVCC_READ_CONFLICT],
      );
    });

    it('tells the SDK, which throws', async () => {
      const { open } = await newSeries();

      await assert.rejects(
        submit('openSeries', open, ['TaxMSP']),
        (error) => error instanceof CommitError && error.code === 10,
      );
    });

    it('orders many transactions at once and loses none', async () => {
      const names = await Promise.all(Array.from({ length: 20 }, () => newSeries()));

      const codes = await Promise.all(
        names.map(async ({ open }) => codeOf(await endorsed('openSeries', open))),
      );

      assert.ok(codes.every((code) => code === 0));
    });
  });

  describe('refusals before anything runs', () => {
    const forged = async (key: string): Promise<TestClient> => {
      const identity = await loadIdentity(
        network.network.description,
        network.network.layout,
        key,
        'gateway',
      );
      return clientOf(network.network, key, {
        identity: { ...identity, sign: () => identity.sign(Buffer.from('something else')) },
      });
    };

    it('refuses a wrong signature', async () => {
      const client = await forged('tax');
      try {
        const failure = await failureOf(client.contract('tax').evaluate('getClock'));
        assert.equal(failure.code, status.FAILED_PRECONDITION);
        assert.match(failure.message, /access denied: channel \[chopmark-embedded\] creator org \[TaxMSP\]/);

        const endorsing = await failureOf(
          client.contract('tax').newProposal('getClock', { endorsingOrganizations: BOTH }).endorse(),
        );
        assert.equal(endorsing.code, status.ABORTED);
        assert.equal(endorsing.details.length, 2);
      } finally {
        client.close();
      }
    });

    it('refuses a creator that the channel does not know', async () => {
      const home = await mkdtemp(join(tmpdir(), 'chopmark-stranger-'));
      const other = await prepareNetwork(defaultDescription('embedded'), home);
      const identity = await loadIdentity(other.description, other.layout, 'tax', 'gateway');
      const unknownMsp = await clientOf(network.network, 'tax', {
        identity: { ...identity, mspId: 'NobodyMSP' },
      });
      const sameMsp = await clientOf(network.network, 'tax', { identity });
      try {
        assert.match(
          (await failureOf(unknownMsp.contract('tax').evaluate('getClock'))).message,
          /creator org unknown, creator is malformed/,
        );
        assert.match(
          (await failureOf(sameMsp.contract('tax').evaluate('getClock'))).message,
          /access denied/,
        );
      } finally {
        unknownMsp.close();
        sameMsp.close();
        await rm(home, { recursive: true, force: true });
      }
    });

    it('refuses a peer as caller of a chaincode: it is no writer', async () => {
      const identity = await loadIdentity(network.network.description, network.network.layout, 'tax', 'peer');
      const client = await clientOf(network.network, 'tax', { identity });
      try {
        const failure = await failureOf(client.contract('tax').evaluate('getClock'));
        assert.equal(failure.code, status.FAILED_PRECONDITION);
        assert.match(failure.message, /\/Channel\/Application\/Writers/);
      } finally {
        client.close();
      }
    });

    it('refuses a transaction id that is not the hash of nonce and creator', async () => {
      const signed = signedProposal(tax.identity, {
        chaincode: 'tax',
        args: ['getClock'],
        channel: 'chopmark-embedded',
      });
      const changed = withTxId(signed, 'f'.repeat(64), (bytes) => tax.identity.sign(bytes));

      const failure = await called<peer.ProposalResponse>((done) =>
        tax.bare.endorser.processProposal(changed, done),
      ).catch((error: unknown) => error);

      assert.match((failure as Error).message, /incorrectly computed txid/);
    });

    it('refuses a proposal whose id is on the ledger already', async () => {
      const { open } = await newSeries();
      const same = proposal('openSeries', open);
      assert.equal(await codeOf(await same.endorse()), 0);

      const failure = await failureOf(same.endorse());

      assert.equal(failure.code, status.ABORTED);
      assert.match(failure.details[0]!.message, /duplicate transaction found/);
    });

    it('refuses a proposal more than 15 minutes off, and a creator that has expired', async () => {
      for (const [offsetMs, words] of [
        [16 * 60_000, /incorrect timestamp/],
        [-16 * 60_000, /incorrect timestamp/],
        [11 * 365 * 86_400_000, /identity expired/],
      ] as const) {
        network.clock.offsetMs = offsetMs;
        try {
          const evaluating = await failureOf(tax.contract('tax').evaluate('getClock'));
          assert.equal(evaluating.code, status.UNAVAILABLE);
          assert.match(evaluating.details[0]!.message, words);
          const endorsing = await failureOf(proposal('getClock', []).endorse());
          assert.equal(endorsing.code, status.ABORTED);
          assert.match(endorsing.details[0]!.message, words);
        } finally {
          network.clock.offsetMs = 0;
        }
      }
    });

    it('takes an endorsed envelope however late it is, unless its sender has expired', async () => {
      const { open } = await newSeries();
      const transaction = await endorsed('openSeries', open);
      network.clock.offsetMs = 11 * 365 * 86_400_000;
      try {
        const failure = await failureOf(transaction.submit());
        assert.equal(failure.code, status.UNAVAILABLE);
        assert.match(
          failure.details[0]!.message,
          /status=BAD_REQUEST, info=broadcast client identity expired/,
        );

        network.clock.offsetMs = 86_400_000;
        await transaction.submit();
      } finally {
        network.clock.offsetMs = 0;
      }
      assert.equal(
        (await tax.gateway.newCommit(await commitBytes(transaction.getTransactionId())).getStatus()).code,
        0,
      );
    });

    it('names the organizations that have no peer', async () => {
      const failure = await failureOf(endorsed('getClock', [], ['TaxMSP', 'NobodyMSP']));

      assert.equal(failure.code, status.UNAVAILABLE);
      assert.match(failure.message, /failed to find any endorsing peers for org\(s\): NobodyMSP/);
    });

    it('refuses chaincodes and channels that are not there', async () => {
      assert.equal((await failureOf(tax.contract('nowhere').evaluate('x'))).code, status.FAILED_PRECONDITION);
      const elsewhere = tax.gateway.getNetwork('elsewhere').getContract('tax');
      assert.equal((await failureOf(elsewhere.evaluate('getClock'))).code, status.UNAVAILABLE);
    });

    it('refuses requests without content', async () => {
      const { gateway: bare } = tax.bare;
      const codes = await Promise.all([
        codeFrom(
          called<gateway.EvaluateResponse>((done) => bare.evaluate(new gateway.EvaluateRequest(), done)),
        ),
        codeFrom(called<gateway.EndorseResponse>((done) => bare.endorse(new gateway.EndorseRequest(), done))),
        codeFrom(called<gateway.SubmitResponse>((done) => bare.submit(new gateway.SubmitRequest(), done))),
        codeFrom(
          called<gateway.CommitStatusResponse>((done) =>
            bare.commitStatus(new gateway.SignedCommitStatusRequest(), done),
          ),
        ),
      ]);

      assert.deepEqual(codes, Array<number>(4).fill(status.INVALID_ARGUMENT));
    });

    it('refuses configuration updates and unsigned or foreign envelopes at the orderers', async () => {
      const { open } = await newSeries();
      const transaction = await endorsed('openSeries', open);
      const envelope = envelopeOf(transaction);
      const send = (change: (envelope: common.Envelope) => void): Promise<GatewayError> => {
        const request = new gateway.SubmitRequest();
        const copy = common.Envelope.deserializeBinary(envelope.serializeBinary());
        change(copy);
        request.setChannelId('chopmark-embedded');
        request.setPreparedTransaction(copy);
        return called<gateway.SubmitResponse>((done) => tax.bare.gateway.submit(request, done)).then(
          () => assert.fail('it was taken'),
          (error: unknown) => error as GatewayError,
        );
      };

      assert.equal((await send((copy) => copy.setSignature(''))).code, status.INVALID_ARGUMENT);
      assert.equal(
        (await send((copy) => copy.setSignature(tax.identity.sign(Buffer.from('else'))))).code,
        status.UNAVAILABLE,
      );
      assert.equal(
        (await send((copy) => retype(copy, common.HeaderType.CONFIG_UPDATE, tax.identity.sign))).code,
        status.UNAVAILABLE,
      );
    });
  });

  describe('the fate of a transaction', () => {
    it('waits for the commit, however long it takes', async () => {
      const { open } = await newSeries();
      const transaction = await endorsed('openSeries', open);
      const waiting = tax.gateway.newCommit(await commitBytes(transaction.getTransactionId())).getStatus();

      await transaction.submit();

      assert.equal((await waiting).code, 0);
    });

    it('ends with the client’s deadline for a transaction that never comes', async () => {
      const commit = tax.gateway.newCommit(await commitBytes('0'.repeat(64)));

      await assert.rejects(commit.getStatus({ deadline: Date.now() + 200 }), {
        code: status.DEADLINE_EXCEEDED,
      });
    });

    it('is told to readers of the channel only, and only what they signed for', async () => {
      const home = await mkdtemp(join(tmpdir(), 'chopmark-stranger-'));
      const other = await prepareNetwork(defaultDescription('embedded'), home);
      const stranger = await clientOf(network.network, 'tax', {
        identity: await loadIdentity(other.description, other.layout, 'tax', 'gateway'),
      });
      try {
        const commit = stranger.gateway.newCommit(await commitBytes('0'.repeat(64), stranger));
        await assert.rejects(commit.getStatus({ deadline: Date.now() + 5_000 }), {
          code: status.PERMISSION_DENIED,
        });
      } finally {
        stranger.close();
        await rm(home, { recursive: true, force: true });
      }
    });

    it('answers UNAVAILABLE to an envelope that was ordered a moment ago', async () => {
      const { open } = await newSeries();
      const transaction = await endorsed('openSeries', open);
      assert.equal(await codeOf(transaction), 0);

      const failure = await failureOf(transaction.submit());

      assert.equal(failure.code, status.UNAVAILABLE);
      assert.match(failure.details[0]!.message, /request already processed/);
    });

    it('can be told to answer UNAVAILABLE although it ordered', async () => {
      const { name, open } = await newSeries();
      const transaction = await endorsed('openSeries', open);
      network.nodes.channel.faults.assign({ submitUnavailable: 1 });

      const failure = await failureOf(transaction.submit());

      assert.equal(failure.code, status.UNAVAILABLE);
      assert.match(failure.details[0]!.message, /request already processed/);
      assert.match(await evaluate('getSeries', [name]), /"closed":false/);
      assert.equal(network.nodes.channel.faults.submitUnavailable, 0);
    });

    it('is told by qscc with the signatures of several organizations, without a read-write set', async () => {
      const { open } = await newSeries();
      const transaction = await endorsed('openSeries', open);
      assert.equal(await codeOf(transaction), 0);
      const txId = transaction.getTransactionId();

      const statement = await tax
        .contract('qscc')
        .newProposal('GetTransactionByID', {
          arguments: ['chopmark-embedded', txId],
          endorsingOrganizations: THREE,
        })
        .endorse();

      const { action, endorsements } = parsed(statement);
      assert.equal(endorsements.length, 3);
      assert.equal(action.getResults_asU8().length, 0);
      assert.deepEqual(
        [action.getChaincodeId()?.getName(), action.getChaincodeId()?.getVersion()],
        ['qscc', 'syscc'],
      );
      const processed = peer.ProcessedTransaction.deserializeBinary(statement.getResult());
      assert.equal(processed.getValidationcode(), 0);
      assert.deepEqual(
        processed.getTransactionenvelope()!.serializeBinary(),
        envelopeOf(transaction).serializeBinary(),
      );
    });

    it('leaves blocks that qscc finds by number, hash and transaction', async () => {
      const ask = async (name: string, ...args: Argument[]): Promise<Uint8Array> =>
        tax.contract('qscc').evaluate(name, { arguments: ['chopmark-embedded', ...args] });
      const info = common.BlockchainInfo.deserializeBinary(await ask('GetChainInfo'));
      const last = common.Block.deserializeBinary(
        await ask('GetBlockByNumber', String(info.getHeight() - 1)),
      );
      const byHash = common.Block.deserializeBinary(
        await ask('GetBlockByHash', info.getCurrentblockhash_asU8()),
      );

      assert.equal(byHash.getHeader()!.getNumber(), info.getHeight() - 1);
      assert.deepEqual(byHash.serializeBinary(), last.serializeBinary());
      assert.match((await failureOf(ask('GetBlockByNumber', '999999'))).message, /no such block number/);
      assert.match(
        (await failureOf(ask('GetTransactionByID', 'a'.repeat(64)))).message,
        /no such transaction ID/,
      );
    });
  });

  describe('events', () => {
    it('gives chaincode events of valid transactions from a block on, and goes on after one of them', async () => {
      const name = await openSeries();
      const startBlock = BigInt(network.nodes.channel.ledger.height);
      await submit('anchor', anchorArguments(name, 1, 1, 1));
      const invalid = await endorsed('anchor', anchorArguments(name, 2, 2, 1), ['TaxMSP']);
      assert.equal(await codeOf(invalid), 10);
      await submit('anchor', anchorArguments(name, 2, 2, 2));

      const events = await tax.network.getChaincodeEvents('tax', { startBlock });
      const batches: unknown[] = [];
      let after = '';
      for await (const event of events) {
        assert.equal(event.eventName, 'batch.anchored');
        batches.push((JSON.parse(Buffer.from(event.payload).toString()) as { size: number }).size);
        after ||= event.transactionId;
        if (batches.length === 2) break;
      }
      events.close();
      assert.deepEqual(batches, [1, 2]);

      const rest = await tax.network.getChaincodeEvents('tax', {
        startBlock: 0n,
        checkpoint: { getBlockNumber: () => startBlock, getTransactionId: () => after },
      });
      for await (const event of rest) {
        assert.equal((JSON.parse(Buffer.from(event.payload).toString()) as { size: number }).size, 2);
        break;
      }
      rest.close();
    });

    it('gives whole and filtered blocks as they come', async () => {
      const startBlock = BigInt(network.nodes.channel.ledger.height);
      const blocks = await tax.network.getBlockEvents({ startBlock });
      const filtered = await court.network.getFilteredBlockEvents({ startBlock });
      const { open } = await newSeries();
      const transaction = await endorsed('openSeries', open, ['TaxMSP']);

      assert.equal(await codeOf(transaction), 10);

      for await (const block of blocks) {
        assert.equal(BigInt(block.getHeader()!.getNumber()), startBlock);
        assert.deepEqual([...block.getMetadata()!.getMetadataList_asU8()[2]!], [10]);
        break;
      }
      for await (const block of filtered) {
        const [only] = block.getFilteredTransactionsList();
        assert.deepEqual(
          [only!.getTxid(), only!.getTxValidationCode()],
          [transaction.getTransactionId(), 10],
        );
        break;
      }
      blocks.close();
      filtered.close();
    });

    it('refuses blocks with private data', async () => {
      const events = await tax.network.getBlockAndPrivateDataEvents({ startBlock: 0n });

      await assert.rejects(events[Symbol.asyncIterator]().next(), { code: status.UNIMPLEMENTED });
    });
  });

  describe('Deliver', () => {
    const seek = async (request: Seek, client = tax): Promise<{ blocks: number[]; status: number }> => {
      const stream = client.bare.deliver.deliver();
      stream.on('error', () => undefined);
      try {
        const { blocks, status: answer } = await delivered(
          stream,
          seekEnvelope(client.identity, 'chopmark-embedded', request),
        );
        return { blocks, status: answer };
      } finally {
        stream.cancel();
      }
    };
    const last = (): number => network.nodes.channel.ledger.height - 1;

    it('knows oldest, newest, numbers and the next commit', async () => {
      assert.deepEqual(await seek({ start: 'oldest', stop: 'oldest' }), { blocks: [0], status: 200 });
      assert.deepEqual(await seek({ start: 'newest', stop: 'newest' }), { blocks: [last()], status: 200 });
      assert.deepEqual(await seek({ start: 1, stop: 3 }), { blocks: [1, 2, 3], status: 200 });
      assert.equal((await seek({ start: 'oldest', stop: 'newest' })).blocks.length, last() + 1);
      const next = seek({ start: 'next', stop: Number.MAX_SAFE_INTEGER, failIfNotReady: true });
      assert.deepEqual(await next, { blocks: [], status: 404 });
    });

    it('waits for a block that is to come', async () => {
      const number = last() + 1;
      const waiting = seek({ start: number, stop: number });
      const { open } = await newSeries();
      await submit('openSeries', open);

      assert.deepEqual(await waiting, { blocks: [number], status: 200 });
    });

    it('answers one request after another on the same stream', async () => {
      const stream = tax.bare.deliver.deliver();
      for (const number of [0, 2]) {
        const { blocks, status: answer } = await delivered(
          stream,
          seekEnvelope(tax.identity, 'chopmark-embedded', { start: number, stop: number }),
        );
        assert.deepEqual([blocks, answer], [[number], 200]);
      }
      stream.end();
    });

    it('leaves the content out when only headers are asked for, but not of a configuration block', async () => {
      const stream = tax.bare.deliver.deliver();
      const { responses } = await delivered(
        stream,
        seekEnvelope(tax.identity, 'chopmark-embedded', { start: 0, stop: 1, headersOnly: true }),
      );
      stream.end();

      assert.deepEqual(
        responses.map((response) => response.getBlock()!.hasData()),
        [true, false],
      );
    });

    it('answers 404 where nothing is, 400 to what makes no sense', async () => {
      assert.equal((await seek({ start: 0, stop: 0, channel: 'elsewhere' })).status, 404);
      assert.equal((await seek({ start: 100_000, stop: 100_001 })).status, 404);
      assert.deepEqual(await seek({ start: last(), stop: last() + 5, failIfNotReady: true }), {
        blocks: [last()],
        status: 404,
      });
      assert.equal((await seek({ start: 3, stop: 2 })).status, 400);
      assert.equal((await seek({ start: undefined, stop: 2 })).status, 400);
      assert.equal((await seek({ start: 1, stop: undefined })).status, 400);
      assert.equal((await seek({ start: 0, stop: 0, data: Buffer.from([0xff, 0xff]) })).status, 400);
      assert.equal((await seek({ start: 0, stop: 0, at: new Date(Date.now() - 16 * 60_000) })).status, 400);
      assert.equal((await seek({ start: 0, stop: 0, at: undefined })).status, 400);
    });

    it('does not ask for a certificate that a TLS binding names, as peers without client certificates do not', async () => {
      assert.equal((await seek({ start: 0, stop: 0, tlsCertHash: randomBytes(32) })).status, 200);
    });

    it('answers 403 to a wrong signature', async () => {
      assert.equal(
        (await seek({ start: 0, stop: 0, sign: () => tax.identity.sign(Buffer.from('else')) })).status,
        403,
      );
    });
  });

  /** Bytes from which the SDK makes a commit to ask about. */
  async function commitBytes(txId: string, client = tax): Promise<Uint8Array> {
    const request = new gateway.CommitStatusRequest();
    request.setChannelId('chopmark-embedded');
    request.setTransactionId(txId);
    request.setIdentity(client.identity.serialized);
    const signed = new gateway.SignedCommitStatusRequest();
    signed.setRequest(request.serializeBinary());
    return Promise.resolve(signed.serializeBinary());
  }
});

async function failureOf(work: Promise<unknown>): Promise<GatewayError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof GatewayError, String(error));
    return error;
  }
  return assert.fail('it succeeded');
}

async function codeFrom(work: Promise<unknown>): Promise<number | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => (error as { code: number }).code,
  );
}

function envelopeOf(transaction: Transaction): common.Envelope {
  const prepared = gateway.PreparedTransaction.deserializeBinary(transaction.getBytes());
  return prepared.getEnvelope()!;
}

function parsed(transaction: Transaction): ReturnType<typeof parseTransaction> {
  return parseTransaction(envelopeOf(transaction).serializeBinary());
}

function mspIdOf(serialized: Uint8Array): string {
  return Buffer.from(serialized)
    .toString('latin1')
    .match(/[A-Z][a-z]+MSP/)![0];
}

/** The same proposal under another transaction id, signed again. */
function withTxId(
  signed: peer.SignedProposal,
  txId: string,
  sign: (bytes: Uint8Array) => Uint8Array,
): peer.SignedProposal {
  const proposal = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  channelHeader.setTxId(txId);
  header.setChannelHeader(channelHeader.serializeBinary());
  proposal.setHeader(header.serializeBinary());
  const bytes = proposal.serializeBinary();
  const changed = new peer.SignedProposal();
  changed.setProposalBytes(bytes);
  changed.setSignature(sign(bytes));
  return changed;
}

function retype(envelope: common.Envelope, type: number, sign: (bytes: Uint8Array) => Uint8Array): void {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(payload.getHeader()!.getChannelHeader_asU8());
  channelHeader.setType(type);
  payload.getHeader()!.setChannelHeader(channelHeader.serializeBinary());
  const bytes = payload.serializeBinary();
  envelope.setPayload(bytes);
  envelope.setSignature(sign(bytes));
}
