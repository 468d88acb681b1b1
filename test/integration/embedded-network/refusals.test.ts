import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import type { GatewayError } from '@hyperledger/fabric-gateway';
import type { peer } from '@hyperledger/fabric-protos';
import { common, gateway } from '@hyperledger/fabric-protos';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { loadIdentity } from '../../../test-network/dist/identities/identity.js';
import { signedProposal } from '../../../test-network/dist/lifecycle/proposal.js';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import { clientOf, type TestClient } from '../../test-network/embedded/support/client.js';
import { called } from '../../test-network/embedded/support/grpc.js';
import { BOTH, embeddedWorld, codeOf } from './support/embedded-world.js';
import { codeFrom, commitBytes, envelopeOf, failureOf, retype, withTxId } from './support/envelopes.js';

describe('embedded network with the real contract, refusals', function () {
  this.timeout(120_000);
  const world = embeddedWorld();
  const { proposal, endorsed, newSeries } = world;

  describe('refusals before anything runs', () => {
    const forged = async (key: string): Promise<TestClient> => {
      const identity = await loadIdentity(
        world.network.network.description,
        world.network.network.layout,
        key,
        'gateway',
      );
      return clientOf(world.network.network, key, {
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
      const unknownMsp = await clientOf(world.network.network, 'tax', {
        identity: { ...identity, mspId: 'NobodyMSP' },
      });
      const sameMsp = await clientOf(world.network.network, 'tax', { identity });
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
      const identity = await loadIdentity(
        world.network.network.description,
        world.network.network.layout,
        'tax',
        'peer',
      );
      const client = await clientOf(world.network.network, 'tax', { identity });
      try {
        const failure = await failureOf(client.contract('tax').evaluate('getClock'));
        assert.equal(failure.code, status.FAILED_PRECONDITION);
        assert.match(failure.message, /\/Channel\/Application\/Writers/);
      } finally {
        client.close();
      }
    });

    it('refuses a transaction id that is not the hash of nonce and creator', async () => {
      const signed = signedProposal(world.tax.identity, {
        chaincode: 'tax',
        args: ['getClock'],
        channel: 'chopmark-embedded',
      });
      const changed = withTxId(signed, 'f'.repeat(64), (bytes) => world.tax.identity.sign(bytes));

      const failure = await called<peer.ProposalResponse>((done) =>
        world.tax.bare.endorser.processProposal(changed, done),
      ).catch((error: unknown) => error);

      assert.match((failure as Error).message, /incorrectly computed txid/);
    });

    it('refuses a proposal whose id is on the ledger already', async () => {
      const { open } = newSeries();
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
        world.network.clock.offsetMs = offsetMs;
        try {
          const evaluating = await failureOf(world.tax.contract('tax').evaluate('getClock'));
          assert.equal(evaluating.code, status.UNAVAILABLE);
          assert.match(evaluating.details[0]!.message, words);
          const endorsing = await failureOf(proposal('getClock', []).endorse());
          assert.equal(endorsing.code, status.ABORTED);
          assert.match(endorsing.details[0]!.message, words);
        } finally {
          world.network.clock.offsetMs = 0;
        }
      }
    });

    it('takes an endorsed envelope however late it is, unless its sender has expired', async () => {
      const { open } = newSeries();
      const transaction = await endorsed('openSeries', open);
      world.network.clock.offsetMs = 11 * 365 * 86_400_000;
      try {
        const failure = await failureOf(transaction.submit());
        assert.equal(failure.code, status.UNAVAILABLE);
        assert.match(
          failure.details[0]!.message,
          /status=BAD_REQUEST, info=broadcast client identity expired/,
        );

        world.network.clock.offsetMs = 86_400_000;
        await transaction.submit();
      } finally {
        world.network.clock.offsetMs = 0;
      }
      assert.equal(
        (
          await world.tax.gateway
            .newCommit(commitBytes(transaction.getTransactionId(), world.tax))
            .getStatus()
        ).code,
        0,
      );
    });

    it('names the organizations that have no peer', async () => {
      const failure = await failureOf(endorsed('getClock', [], ['TaxMSP', 'NobodyMSP']));

      assert.equal(failure.code, status.UNAVAILABLE);
      assert.match(failure.message, /failed to find any endorsing peers for org\(s\): NobodyMSP/);
    });

    it('refuses chaincodes and channels that are not there', async () => {
      assert.equal(
        (await failureOf(world.tax.contract('nowhere').evaluate('x'))).code,
        status.FAILED_PRECONDITION,
      );
      const elsewhere = world.tax.gateway.getNetwork('elsewhere').getContract('tax');
      assert.equal((await failureOf(elsewhere.evaluate('getClock'))).code, status.UNAVAILABLE);
    });

    it('refuses requests without content', async () => {
      const { gateway: bare } = world.tax.bare;
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
      const { open } = newSeries();
      const transaction = await endorsed('openSeries', open);
      const envelope = envelopeOf(transaction);
      const send = (change: (envelope: common.Envelope) => void): Promise<GatewayError> => {
        const request = new gateway.SubmitRequest();
        const copy = common.Envelope.deserializeBinary(envelope.serializeBinary());
        change(copy);
        request.setChannelId('chopmark-embedded');
        request.setPreparedTransaction(copy);
        return called<gateway.SubmitResponse>((done) => world.tax.bare.gateway.submit(request, done)).then(
          () => assert.fail('it was taken'),
          (error: unknown) => error as GatewayError,
        );
      };

      assert.equal((await send((copy) => copy.setSignature(''))).code, status.INVALID_ARGUMENT);
      assert.equal(
        (await send((copy) => copy.setSignature(world.tax.identity.sign(Buffer.from('else'))))).code,
        status.UNAVAILABLE,
      );
      assert.equal(
        (await send((copy) => retype(copy, common.HeaderType.CONFIG_UPDATE, world.tax.identity.sign))).code,
        status.UNAVAILABLE,
      );
    });
  });
});
