/** Fabric's own client, unmodified: what an application sees at each stage of a transaction. */
import {
  CommitError,
  GatewayError,
  checkpointers,
  type CloseableAsyncIterable,
} from '@hyperledger/fabric-gateway';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { BOTH } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { CODE_NAMES } from '../names.js';
import { foreign } from '../people.js';
import { failureOf } from '../plain.js';
import { RANGES } from '../start.js';
import type { Subject } from '../subject.js';

const CHANNEL = 'conformance';

/** What an application catches: the class says the stage, and each stage has its own way on. */
async function caught(subject: Subject, work: Promise<unknown>): Promise<Observation> {
  try {
    await work;
    return 'nothing';
  } catch (error) {
    if (error instanceof CommitError)
      return { stage: error.name, code: CODE_NAMES[error.code] ?? '', id: error.transactionId.length };
    if (!(error instanceof GatewayError)) throw error;
    return {
      stage: error.name,
      failure: failureOf(error, subject.network.description),
      details: error.details.length,
    };
  }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

async function taken<T>(items: CloseableAsyncIterable<T>, isLast: (item: T) => boolean): Promise<T[]> {
  const seen: T[] = [];
  try {
    for await (const item of items) {
      seen.push(item);
      if (isLast(item)) break;
    }
  } finally {
    items.close();
  }
  return seen;
}

export const cases: readonly Case[] = [
  {
    name: 'submits and reads',
    run: async (subject) => {
      const contract = subject.tax.contract(RANGES);
      const written = await contract.submit('increment', {
        arguments: ['sdk-1'],
        endorsingOrganizations: BOTH,
      });
      return [text(written), text(await contract.evaluate('get', { arguments: ['sdk-1'] }))];
    },
  },
  {
    name: 'goes stage by stage, by the client’s own signatures',
    run: async (subject) => {
      const { gateway: client, contract } = subject.tax;
      const unsigned = contract(RANGES).newProposal('increment', {
        arguments: ['sdk-2'],
        endorsingOrganizations: BOTH,
      });
      const { identity } = subject.tax;
      const proposal = client.newSignedProposal(unsigned.getBytes(), identity.sign(unsigned.getDigest()));
      const endorsed = await proposal.endorse();
      const transaction = client.newSignedTransaction(
        endorsed.getBytes(),
        identity.sign(endorsed.getDigest()),
      );
      const submitted = await transaction.submit();
      const commit = client.newSignedCommit(submitted.getBytes(), identity.sign(submitted.getDigest()));
      const status = await commit.getStatus();
      return {
        result: text(submitted.getResult()),
        sameId: proposal.getTransactionId() === status.transactionId,
        successful: status.successful,
        code: CODE_NAMES[status.code] ?? '',
        hasBlock: status.blockNumber > 0n,
      };
    },
  },
  {
    name: 'tells a refusal at endorsement',
    run: async (subject) => {
      const contract = subject.tax.contract(RANGES);
      return [
        await caught(
          subject,
          contract.submit('refuse', { arguments: ['never'], endorsingOrganizations: BOTH }),
        ),
        await caught(subject, contract.evaluate('refuse', { arguments: ['never'] })),
      ];
    },
  },
  {
    name: 'tells that a transaction was not valid',
    run: (subject) =>
      caught(
        subject,
        subject.tax
          .contract(RANGES)
          .submit('put', { arguments: ['sdk-3', 'x'], endorsingOrganizations: ['TaxMSP'] }),
      ),
  },
  {
    name: 'tells a refusal at submission',
    run: async (subject) => {
      const { gateway: client, contract, identity } = subject.tax;
      const endorsed = await contract(RANGES)
        .newProposal('put', { arguments: ['sdk-4', 'x'], endorsingOrganizations: BOTH })
        .endorse();
      const transaction = client.newSignedTransaction(
        endorsed.getBytes(),
        identity.sign(Buffer.from('else')),
      );
      return caught(subject, transaction.submit()).then(withoutCount);
    },
  },
  {
    name: 'tells a refusal of the commit status',
    run: async (subject) => {
      const { gateway: client, contract, identity } = subject.tax;
      const endorsed = await contract(RANGES)
        .newProposal('put', { arguments: ['sdk-5', 'x'], endorsingOrganizations: BOTH })
        .endorse();
      const submitted = await endorsed.submit();
      const commit = client.newSignedCommit(submitted.getBytes(), identity.sign(Buffer.from('else')));
      return [
        await caught(subject, commit.getStatus()),
        CODE_NAMES[(await submitted.getStatus()).code] ?? '',
      ];
    },
  },
  {
    name: 'tells a stranger nothing',
    needs: 'solitude',
    run: async (subject) => {
      const stranger = await subject.as(await foreign(subject.network, 'tax'));
      try {
        return [
          await caught(subject, stranger.contract(RANGES).evaluate('get', { arguments: ['x'] })),
          await caught(
            subject,
            taken(await stranger.network.getChaincodeEvents(RANGES, { startBlock: 0n }), () => true),
          ),
        ];
      } finally {
        stranger.close();
      }
    },
  },
  {
    name: 'gives events, and goes on where a checkpoint is',
    run: async (subject) => {
      const { network, contract } = subject.tax;
      const announced = async (name: string): Promise<bigint> => {
        const commit = await contract(RANGES).submitAsync('announce', {
          arguments: [name],
          endorsingOrganizations: BOTH,
        });
        return (await commit.getStatus()).blockNumber;
      };
      const startBlock = await announced('sdk-6-a');
      await announced('sdk-6-b');
      const checkpoint = checkpointers.inMemory();
      const first = await taken(
        await network.getChaincodeEvents(RANGES, { startBlock }),
        ({ eventName }) => eventName === 'sdk-6-a',
      );
      const last = first.at(-1);
      if (last) await checkpoint.checkpointChaincodeEvent(last);
      const rest = await taken(
        await network.getChaincodeEvents(RANGES, { startBlock, checkpoint }),
        ({ eventName }) => eventName === 'sdk-6-b',
      );
      const own = (events: typeof first): string[] =>
        events.map(({ eventName }) => eventName).filter((name) => name.startsWith('sdk-6'));
      return [own(first), own(rest)];
    },
  },
  {
    name: 'gives blocks, whole and filtered, from a block on',
    run: async (subject) => {
      const { network } = subject.tax;
      const whole = await taken(
        await network.getBlockEvents({ startBlock: 0n }),
        (block) => (block.getHeader()?.getNumber() ?? 0) >= 2,
      );
      const filtered = await taken(
        await network.getFilteredBlockEvents({ startBlock: 1n }),
        (block) => block.getNumber() >= 3,
      );
      return {
        whole: whole.map((block) => block.getHeader()?.getNumber() ?? -1),
        filtered: filtered.map((block) => block.getNumber()),
        // How many transactions share a block is chance.
        types: [
          ...new Set(
            filtered.flatMap((block) => block.getFilteredTransactionsList().map((each) => each.getType())),
          ),
        ],
      };
    },
  },
  {
    name: 'asks several organizations for a statement without submitting it',
    run: async (subject) => {
      const endorsed = await subject.tax
        .contract('qscc')
        .newProposal('GetBlockByNumber', {
          arguments: [CHANNEL, '0'],
          endorsingOrganizations: ['TaxMSP', 'AffairsMSP', 'CourtMSP'],
        })
        .endorse();
      const envelope = gateway.PreparedTransaction.deserializeBinary(endorsed.getBytes()).getEnvelope();
      const payload = common.Payload.deserializeBinary(envelope?.getPayload_asU8() ?? new Uint8Array());
      const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
      const content = peer.ChaincodeActionPayload.deserializeBinary(
        action?.getPayload_asU8() ?? new Uint8Array(),
      );
      return {
        endorsements: content.getAction()?.getEndorsementsList().length ?? -1,
        block: common.Block.deserializeBinary(endorsed.getResult()).getHeader()?.getNumber() ?? -1,
      };
    },
  },
];

/** How many orderers had answered when the gateway gave up is chance. */
function withoutCount(seen: Observation): Observation {
  const { stage, failure } = seen as {
    stage: string;
    failure: { code: string; details?: { message: string }[] };
  };
  return {
    stage,
    code: failure.code,
    details: [...new Set((failure.details ?? []).map(({ message }) => message))],
  };
}
