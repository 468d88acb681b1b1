import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import { CommitError } from '@hyperledger/fabric-gateway';
import { common, peer } from '@hyperledger/fabric-protos';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { parseReadWriteSets } from '../../../test-network/dist/embedded/ledger/transaction.js';
import { loadIdentity } from '../../../test-network/dist/identities/identity.js';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import { clientOf } from '../../test-network/embedded/support/client.js';
import { type Argument, embeddedWorld, THREE, anchorArguments, codeOf } from './support/embedded-world.js';
import { commitBytes, envelopeOf, failureOf, mspIdOf, parsed } from './support/envelopes.js';

describe('embedded network with the real contract, transactions', function () {
  this.timeout(120_000);
  const world = embeddedWorld();
  const { submit, endorsed, evaluate, newSeries, openSeries } = world;

  describe('transactions', () => {
    it('anchors a batch, attests it by three organizations, and shows it to another gateway', async () => {
      const name = await openSeries();
      const args = anchorArguments(name, 1, 1, 3);

      const record = JSON.parse(Buffer.from(await submit('anchor', args)).toString()) as {
        root: string;
        size: number;
      };

      assert.deepEqual([record.root, record.size], [args[3], 3]);
      const seen = await world.court.contract('tax').evaluate('getBatch', { arguments: [name, '1'] });
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
      const { name, open } = newSeries();
      const transaction = await world.tax
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
        const { name, open } = newSeries();

        assert.equal(
          await codeOf(await endorsed('openSeries', open, endorsers)),
          peer.TxValidationCode.ENDORSEMENT_POLICY_FAILURE,
        );

        await assert.rejects(evaluate('getSeries', [name]), /SERIES_NOT_FOUND/);
      }
    });

    it('lets one of two creations win; the other gets 11', async () => {
      const { open } = newSeries();
      const both = await Promise.all([endorsed('openSeries', open), endorsed('openSeries', open)]);

      const codes = await Promise.all(both.map(codeOf));

      assert.deepEqual(
        codes.sort((left, right) => left - right),
        [0, peer.TxValidationCode.MVCC_READ_CONFLICT],
      );
    });

    it('tells the SDK, which throws', async () => {
      const { open } = newSeries();

      await assert.rejects(
        submit('openSeries', open, ['TaxMSP']),
        (error) => error instanceof CommitError && error.code === 10,
      );
    });

    it('orders many transactions at once and loses none', async () => {
      const names = Array.from({ length: 20 }, newSeries);

      const codes = await Promise.all(
        names.map(async ({ open }) => codeOf(await endorsed('openSeries', open))),
      );

      assert.ok(codes.every((code) => code === 0));
    });
  });

  describe('the fate of a transaction', () => {
    it('waits for the commit, however long it takes', async () => {
      const { open } = newSeries();
      const transaction = await endorsed('openSeries', open);
      const waiting = world.tax.gateway
        .newCommit(commitBytes(transaction.getTransactionId(), world.tax))
        .getStatus();

      await transaction.submit();

      assert.equal((await waiting).code, 0);
    });

    it('ends with the client’s deadline for a transaction that never comes', async () => {
      const commit = world.tax.gateway.newCommit(commitBytes('0'.repeat(64), world.tax));

      await assert.rejects(commit.getStatus({ deadline: Date.now() + 200 }), {
        code: status.DEADLINE_EXCEEDED,
      });
    });

    it('is told to readers of the channel only, and only what they signed for', async () => {
      const home = await mkdtemp(join(tmpdir(), 'chopmark-stranger-'));
      const other = await prepareNetwork(defaultDescription('embedded'), home);
      const stranger = await clientOf(world.network.network, 'tax', {
        identity: await loadIdentity(other.description, other.layout, 'tax', 'gateway'),
      });
      try {
        const commit = stranger.gateway.newCommit(commitBytes('0'.repeat(64), stranger));
        await assert.rejects(commit.getStatus({ deadline: Date.now() + 60_000 }), {
          code: status.PERMISSION_DENIED,
        });
      } finally {
        stranger.close();
        await rm(home, { recursive: true, force: true });
      }
    });

    it('answers UNAVAILABLE to an envelope that was ordered a moment ago', async () => {
      const { open } = newSeries();
      const transaction = await endorsed('openSeries', open);
      assert.equal(await codeOf(transaction), 0);

      const failure = await failureOf(transaction.submit());

      assert.equal(failure.code, status.UNAVAILABLE);
      assert.match(failure.details[0]!.message, /request already processed/);
    });

    it('can be told to answer UNAVAILABLE although it ordered', async () => {
      const { name, open } = newSeries();
      const transaction = await endorsed('openSeries', open);
      world.network.nodes.channel.faults.assign({ submitUnavailable: 1 });

      const failure = await failureOf(transaction.submit());

      assert.equal(failure.code, status.UNAVAILABLE);
      assert.match(failure.details[0]!.message, /request already processed/);
      assert.match(await evaluate('getSeries', [name]), /"closed":false/);
      assert.equal(world.network.nodes.channel.faults.submitUnavailable, 0);
    });

    it('is told by qscc with the signatures of several organizations, without a read-write set', async () => {
      const { open } = newSeries();
      const transaction = await endorsed('openSeries', open);
      assert.equal(await codeOf(transaction), 0);
      const txId = transaction.getTransactionId();

      const statement = await world.tax
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
        world.tax.contract('qscc').evaluate(name, { arguments: ['chopmark-embedded', ...args] });
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
});
