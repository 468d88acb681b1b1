/** How blocks are made: hashes, signatures, metadata, over the whole chain that the other cases left. */
import { common, peer } from '@hyperledger/fabric-protos';
import { createHash } from 'node:crypto';
import { commit } from '../calls.js';
import type { Case, Observation } from '../case.js';
import type { Subject } from '../subject.js';

const { SIGNATURES, LAST_CONFIG, TRANSACTIONS_FILTER, ORDERER, COMMIT_HASH } = common.BlockMetadataIndex;

function blocks({ chain }: Subject): common.Block[] {
  return Array.from({ length: chain.height }, (_, number) => chain.block(number));
}

function entry(block: common.Block, index: number): Uint8Array {
  return block.getMetadata()?.getMetadataList_asU8()[index] ?? new Uint8Array();
}

function integer(value: number): Buffer {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  const padded = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return Buffer.concat([Buffer.from([0x02, padded.length]), padded]);
}

function octets(bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0x04, bytes.length]), bytes]);
}

/** SHA-256 of the DER form of a header. */
function headerHash(block: common.Block): Buffer {
  const header = block.getHeader() ?? new common.BlockHeader();
  const body = Buffer.concat([
    integer(header.getNumber()),
    octets(header.getPreviousHash_asU8()),
    octets(header.getDataHash_asU8()),
  ]);
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from([0x30, body.length]), body]))
    .digest();
}

function all(list: readonly common.Block[], holds: (block: common.Block, place: number) => boolean): boolean {
  return list.every(holds);
}

/** Facts of one block that do not depend on what is in it. */
function layout(block: common.Block): Observation {
  const signatures = common.Metadata.deserializeBinary(entry(block, SIGNATURES));
  const value = common.OrdererBlockMetadata.deserializeBinary(signatures.getValue_asU8());
  const commitHash = entry(block, COMMIT_HASH);
  return {
    entries: block.getMetadata()?.getMetadataList().length ?? -1,
    signatures: signatures.getSignaturesList().map((signature) => ({
      header: signature.getSignatureHeader_asU8().length,
      hasIdentifier: signature.getIdentifierHeader_asU8().length > 0,
      nonce: common.IdentifierHeader.deserializeBinary(signature.getIdentifierHeader_asU8()).getNonce_asU8()
        .length,
      isDer: signature.getSignature_asU8()[0] === 0x30,
    })),
    lastConfig: value.hasLastConfig() ? (value.getLastConfig()?.getIndex() ?? 0) : 'absent',
    hasConsenterMetadata: value.getConsenterMetadata_asU8().length > 0,
    lastConfigEntry: entry(block, LAST_CONFIG).length,
    flags: entry(block, TRANSACTIONS_FILTER).length === (block.getData()?.getDataList().length ?? -1),
    unused: entry(block, ORDERER).length,
    commitHash:
      commitHash.length === 0
        ? 'absent'
        : common.Metadata.deserializeBinary(commitHash).getValue_asU8().length,
  };
}

export const cases: readonly Case[] = [
  {
    name: 'link by the hash of their headers, and hash their data plainly',
    needs: 'stillness',
    run: async (subject) => {
      const list = blocks(subject);
      return Promise.resolve({
        numbers: all(list, (block, place) => block.getHeader()?.getNumber() === place),
        links: all(list, (block, place) => {
          const before = list[place - 1];
          const previous = block.getHeader()?.getPreviousHash_asU8() ?? new Uint8Array();
          return before ? headerHash(before).equals(previous) : previous.length === 0;
        }),
        data: all(list, (block) => {
          const hash = createHash('sha256');
          for (const bytes of block.getData()?.getDataList_asU8() ?? []) hash.update(bytes);
          return hash.digest().equals(block.getHeader()?.getDataHash_asU8() ?? new Uint8Array());
        }),
      });
    },
  },
  {
    name: 'have the same layout all',
    needs: 'stillness',
    run: async (subject) => {
      const layouts = new Set(
        blocks(subject)
          .slice(1)
          .map((block) => JSON.stringify(layout(block))),
      );
      return Promise.resolve([...layouts].map((each) => JSON.parse(each) as Observation));
    },
  },
  {
    name: 'begin with a configuration',
    needs: 'stillness',
    run: async (subject) => {
      const [genesis] = blocks(subject);
      if (!genesis) throw new Error('there is no genesis block');
      const [bytes] = genesis.getData()?.getDataList_asU8() ?? [];
      const payload = common.Payload.deserializeBinary(
        common.Envelope.deserializeBinary(bytes ?? new Uint8Array()).getPayload_asU8(),
      );
      const header = common.ChannelHeader.deserializeBinary(
        payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
      );
      return Promise.resolve({
        type: header.getType(),
        envelopes: genesis.getData()?.getDataList().length ?? -1,
        layout: layout(genesis),
        flags: [...entry(genesis, TRANSACTIONS_FILTER)],
      });
    },
  },
  {
    name: 'are signed by three of the four consenters, each once',
    needs: 'stillness',
    run: async (subject) => {
      const list = blocks(subject).slice(1);
      return Promise.resolve(
        all(list, (block) => {
          const ids = common.Metadata.deserializeBinary(entry(block, SIGNATURES))
            .getSignaturesList()
            .map((signature) =>
              common.IdentifierHeader.deserializeBinary(signature.getIdentifierHeader_asU8()).getIdentifier(),
            );
          return ids.length === 3 && new Set(ids).size === 3 && ids.every((id) => id >= 1 && id <= 4);
        }),
      );
    },
  },
  {
    name: 'hold envelopes as they were sent',
    needs: 'solitude',
    run: async (subject) => {
      const number = await commit(subject, ['put', 'blocks-1', 'value']);
      const [bytes = new Uint8Array()] = subject.chain.block(number).getData()?.getDataList_asU8() ?? [];
      const envelope = common.Envelope.deserializeBinary(bytes);
      const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
      const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
      return {
        canonical: Buffer.compare(envelope.serializeBinary(), bytes) === 0,
        canonicalPayload: Buffer.compare(payload.serializeBinary(), envelope.getPayload_asU8()) === 0,
        sameHeader:
          Buffer.compare(
            action?.getHeader_asU8() ?? new Uint8Array(),
            payload.getHeader()?.getSignatureHeader_asU8() ?? Buffer.from('x'),
          ) === 0,
      };
    },
  },
];
