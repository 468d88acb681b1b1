/** Proofs out of what was recorded from real Fabric v3.1.5, taken apart with Fabric's own classes. */
import { readFileSync } from 'node:fs';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import type { HexHash } from '@chopmark/core';
import type {
  BundleConfigurationBlock,
  BundleStatement,
  LedgerProof,
  TrustProfile,
} from '@chopmark/core/verify';
import { headerDer } from './channel-kit/kit-block.js';
import { sha256 } from './proposal-kit.js';

interface Recording {
  readonly channel: string;
  readonly genesisBlock: string;
  readonly blocks: Readonly<Record<string, string>>;
  readonly transactions: readonly { readonly txId: string; readonly block: number; readonly code: number }[];
  readonly statements: readonly {
    readonly name: string;
    readonly chaincode: string;
    readonly signedProposal: string;
    readonly envelope: string;
  }[];
}

export const RECORDED = JSON.parse(
  readFileSync(new URL('../fixtures/fabric-3.1.5/bft-four-organizations.json', import.meta.url), 'utf8'),
) as Recording;

/** Names of the recorded statements. */
export const STATEMENT = {
  valid: 'qscc validity of the batch transaction',
  read: 'read of the batch record',
  alone: 'qscc validity, one organization only',
  lost: 'qscc answer for the transaction that lost (MVCC_READ_CONFLICT)',
} as const;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');
const blockOf = (text: string): common.Block => common.Block.deserializeBinary(bytesOf(text));

function headerOf(block: common.Block): Buffer {
  const header = block.getHeader()!;
  return headerDer({
    number: BigInt(header.getNumber()),
    previousHash: header.getPreviousHash_asU8(),
    dataHash: header.getDataHash_asU8(),
  });
}

const envelopesOf = (block: common.Block): Uint8Array[] => block.getData()!.getDataList_asU8();
const signaturesOf = (block: common.Block): string => base64(block.getMetadata()!.getMetadataList_asU8()[0]!);

/** Genesis block and the configuration block 608. */
export function recordedConfiguration(): BundleConfigurationBlock[] {
  return [RECORDED.genesisBlock, RECORDED.blocks['608']!].map((text, at) => {
    const block = blockOf(text);
    const part = { header: base64(headerOf(block)), envelope: base64(envelopesOf(block)[0]!) };
    return at === 0 ? part : { ...part, orderers: signaturesOf(block) };
  });
}

export function recordedStatement(name: string): BundleStatement {
  const { signedProposal, envelope } = RECORDED.statements.find((one) => one.name === name)!;
  const outer = payloadOf(bytesOf(envelope));
  const [action] = peer.Transaction.deserializeBinary(outer.getData_asU8()).getActionsList();
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(action!.getPayload_asU8()).getAction()!;
  return {
    signedProposal,
    responsePayload: base64(endorsed.getProposalResponsePayload_asU8()),
    endorsements: endorsed.getEndorsementsList().map((one) => ({
      endorser: base64(one.getEndorser_asU8()),
      signature: base64(one.getSignature_asU8()),
    })),
  };
}

/** @param txId Default: the anchor of five leaves, alone in its block. */
export function recordedProof(
  txId = RECORDED.transactions[0]!.txId,
  statement: string = STATEMENT.valid,
): LedgerProof {
  const { block: number } = RECORDED.transactions.find((one) => one.txId === txId)!;
  const block = blockOf(RECORDED.blocks[String(number)]!);
  const envelopes = envelopesOf(block);
  const position = envelopes.findIndex((envelope) => idOf(envelope) === txId);
  return {
    format: 'chopmark/ledger-proof/1',
    transaction: { envelope: base64(envelopes[position]!) },
    block: {
      header: base64(headerOf(block)),
      before: envelopes.slice(0, position).map(base64),
      after: envelopes.slice(position + 1).map(base64),
      orderers: signaturesOf(block),
    },
    configuration: recordedConfiguration(),
    statement: recordedStatement(statement),
    ...(statement === STATEMENT.valid ? { place: recordedStatement(STATEMENT.read) } : {}),
  };
}

function payloadOf(envelope: Uint8Array): common.Payload {
  return common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
}

function idOf(envelope: Uint8Array): string {
  const payload = payloadOf(envelope);
  return common.ChannelHeader.deserializeBinary(payload.getHeader()!.getChannelHeader_asU8()).getTxId();
}

/** What a verifier of that network would believe: its genesis block, and the roots that stand in it. */
export function recordedProfile(overrides: Partial<TrustProfile> = {}): TrustProfile {
  const genesis = blockOf(RECORDED.genesisBlock);
  const payload = payloadOf(envelopesOf(genesis)[0]!);
  const group = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8())
    .getConfig()!
    .getChannelGroup()!;
  const members = group.getGroupsMap().get('Application')!.getGroupsMap();
  const organizations = [...members.entries()].map(([, member]) => {
    const value = member.getValuesMap().get('MSP')!.getValue_asU8();
    const config = msp.FabricMSPConfig.deserializeBinary(
      msp.MSPConfig.deserializeBinary(value).getConfig_asU8(),
    );
    const roots = config.getRootCertsList_asU8().map((bytes) => Buffer.from(bytes).toString());
    return { mspId: config.getName(), name: config.getName(), roots, intermediates: [], revocationLists: [] };
  });
  return {
    format: 'chopmark/trust/1',
    name: 'Recorded from Fabric v3.1.5',
    network: sha256(headerOf(genesis)).toString('hex') as HexHash,
    channel: RECORDED.channel,
    embedded: false,
    organizations,
    namespaces: [],
    signers: 3,
    statusMaxAgeSeconds: 86_400,
    signatures: [],
    ...overrides,
  };
}
