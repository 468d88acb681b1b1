/** qscc: blocks and transactions, signed by peers who saw them. */
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { ALL, call, commit, endorse, endorsed, fateOf, order } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { CODE_NAMES } from '../names.js';
import { foreign, issued } from '../people.js';
import { propose, type Argument } from '../proposals.js';
import { actionOf } from '../shown.js';
import type { Subject } from '../subject.js';
import { CHANNEL, asked, blockShown, type Show } from '../system-calls.js';

function qscc(subject: Subject, args: readonly Argument[], show?: Show): Promise<Observation> {
  return asked(subject, 'qscc', args, show);
}

/** A committed transaction, its id and block. */
async function committed(
  subject: Subject,
  key: string,
  organizations?: readonly string[],
): Promise<{ id: string; envelope: common.Envelope; block: number }> {
  const envelope = await endorsed(subject, { args: ['put', key, 'value'] }, organizations);
  await order(subject, envelope);
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  return { id: header.getTxId(), envelope, block: (await subject.chain.placeOf(envelope)).block };
}

function processed(envelope: common.Envelope): Show {
  return (payload) => {
    const transaction = peer.ProcessedTransaction.deserializeBinary(payload);
    const bytes = transaction.getTransactionenvelope()?.serializeBinary() ?? new Uint8Array();
    return {
      isTheEnvelope: Buffer.compare(bytes, envelope.serializeBinary()) === 0,
      code: CODE_NAMES[transaction.getValidationcode()] ?? '',
    };
  };
}

export const cases: readonly Case[] = [
  {
    name: 'qscc tells height and hashes',
    needs: 'solitude',
    run: (subject) =>
      qscc(subject, ['GetChainInfo', CHANNEL], (payload) => {
        const info = common.BlockchainInfo.deserializeBinary(payload);
        const last = subject.chain.block(subject.chain.height - 1).getHeader();
        return {
          isTheHeight: info.getHeight() === subject.chain.height,
          isItsPrevious:
            Buffer.compare(
              info.getPreviousblockhash_asU8(),
              last?.getPreviousHash_asU8() ?? Buffer.alloc(0),
            ) === 0,
          hash: info.getCurrentblockhash_asU8().length,
        };
      }),
  },
  {
    name: 'qscc gives a block by number, hash and transaction, the same bytes',
    run: async (subject) => {
      const { id, block } = await committed(subject, 'qscc-1');
      const answers: string[] = [];
      const keep: Show = (payload) => {
        answers.push(Buffer.from(payload).toString('base64'));
        return blockShown(payload);
      };
      await commit(subject, ['put', 'qscc-1-next', 'value']);
      await subject.chain.reached(block + 1);
      const hash =
        subject.chain
          .block(block + 1)
          .getHeader()
          ?.getPreviousHash_asU8() ?? new Uint8Array();
      const seen = [
        await qscc(subject, ['GetBlockByNumber', CHANNEL, String(block)], keep),
        await qscc(subject, ['GetBlockByTxID', CHANNEL, id], keep),
        await qscc(subject, ['GetBlockByHash', CHANNEL, hash], keep),
      ];
      return {
        statuses: seen.map((each) => Object.keys(each as object).join()),
        same: new Set(answers).size,
      };
    },
  },
  {
    name: 'qscc gives the genesis block',
    run: (subject) => qscc(subject, ['GetBlockByNumber', CHANNEL, '0'], blockShown),
  },
  {
    name: 'qscc gives a transaction with its code',
    run: async (subject) => {
      const valid = await committed(subject, 'qscc-2');
      const invalid = await committed(subject, 'qscc-3', ['TaxMSP']);
      return [
        await qscc(subject, ['GetTransactionByID', CHANNEL, valid.id], processed(valid.envelope)),
        await qscc(subject, ['GetTransactionByID', CHANNEL, invalid.id], processed(invalid.envelope)),
      ];
    },
  },
  {
    name: 'qscc is endorsed by organizations that are named, without a read-write set',
    run: async (subject) => {
      const { id } = await committed(subject, 'qscc-4');
      const { signed } = propose(CHANNEL, subject.tax.identity, {
        args: ['GetTransactionByID', CHANNEL, id],
        chaincode: 'qscc',
      });
      return subject.outcome(endorse(subject, signed, ALL), (answer) => {
        const payload = common.Payload.deserializeBinary(
          answer.getPreparedTransaction()?.getPayload_asU8() ?? new Uint8Array(),
        );
        const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
        const content = peer.ChaincodeActionPayload.deserializeBinary(
          action?.getPayload_asU8() ?? new Uint8Array(),
        );
        const signedPayload = content.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array();
        const { chaincode, results, hash } = actionOf(subject, signedPayload);
        return {
          chaincode: chaincode ?? '',
          results: results ?? '',
          hash: hash ?? '',
          endorsements: content.getAction()?.getEndorsementsList().length ?? -1,
        };
      });
    },
  },
  {
    name: 'qscc follows no plan when nobody is named',
    run: async (subject) => {
      const { signed } = propose(CHANNEL, subject.tax.identity, {
        args: ['GetChainInfo', CHANNEL],
        chaincode: 'qscc',
      });
      return subject.outcome(endorse(subject, signed, []), () => 'endorsed');
    },
  },
  {
    name: 'qscc cannot be submitted',
    run: async (subject) =>
      fateOf(
        subject,
        await endorsed(subject, { args: ['GetBlockByNumber', CHANNEL, '0'], chaincode: 'qscc' }, ALL),
      ),
  },
  {
    name: 'qscc says what it does not find',
    run: async (subject) => [
      await qscc(subject, ['GetBlockByNumber', CHANNEL, '999999']),
      await qscc(subject, ['GetBlockByHash', CHANNEL, Buffer.alloc(32)]),
      await qscc(subject, ['GetBlockByHash', CHANNEL, Buffer.from('short')]),
      await qscc(subject, ['GetBlockByTxID', CHANNEL, 'f'.repeat(64)]),
      await qscc(subject, ['GetTransactionByID', CHANNEL, 'f'.repeat(64)]),
      await qscc(subject, ['GetTransactionByID', CHANNEL, '']),
    ],
  },
  {
    name: 'qscc says what is wrong with its arguments',
    run: async (subject) => [
      await qscc(subject, ['GetBlockByNumber', CHANNEL, 'seven']),
      await qscc(subject, ['GetBlockByNumber', CHANNEL, '-1']),
      await qscc(subject, ['GetBlockByNumber', CHANNEL, '+1']),
      await qscc(subject, ['GetBlockByNumber', CHANNEL, '007'], blockShown),
      await qscc(subject, ['GetBlockByNumber', CHANNEL, '99999999999999999999']),
      await qscc(subject, ['GetBlockByNumber', CHANNEL]),
      await qscc(subject, ['GetBlockByNumber']),
      await qscc(subject, []),
      await qscc(subject, ['GetBlockByNumber', '', '0']),
      await qscc(subject, ['GetBlockByNumber', 'elsewhere', '0']),
      await qscc(subject, ['NoSuchFunction', CHANNEL, 'x']),
      await qscc(subject, ['NoSuchFunction', CHANNEL]),
    ],
  },
  {
    name: 'qscc answers readers only',
    run: async (subject) => [
      await asked(
        subject,
        'qscc',
        ['GetBlockByNumber', CHANNEL, '0'],
        blockShown,
        subject.clients.court.identity,
      ),
      await asked(
        subject,
        'qscc',
        ['GetBlockByNumber', CHANNEL, '0'],
        blockShown,
        await issued(subject.network, 'tax', { units: ['orderer'] }),
      ),
    ],
  },
  {
    name: 'qscc refuses a stranger before anything else',
    run: async (subject) =>
      asked(subject, 'qscc', ['GetChainInfo', CHANNEL], undefined, await foreign(subject.network, 'tax')),
  },
  {
    name: 'system chaincodes are asked with their own name in the response',
    run: async (subject) => {
      const request = new gateway.EvaluateRequest();
      request.setProposedTransaction(
        propose(CHANNEL, subject.tax.identity, { args: ['GetChainInfo', CHANNEL], chaincode: 'qscc' }).signed,
      );
      request.setTargetOrganizationsList(['CourtMSP']);
      return subject.outcome(
        call<gateway.EvaluateResponse>((options, done) =>
          subject.tax.bare.gateway.evaluate(request, options, done),
        ),
        (answer) => answer.getResult()?.getStatus() ?? -1,
      );
    },
  },
];
