/** A channel on disk without any port: the ledger, the committer, and whoever is needed to write transactions for it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDescription } from '../../../../test-network/dist/description.js';
import {
  parseBlock,
  blockHash,
  draftBlock,
  flagsOf,
  type Block,
} from '../../../../test-network/dist/embedded/blocks/block.js';
import {
  signBlock,
  type ConsenterSigner,
} from '../../../../test-network/dist/embedded/blocks/block-signatures.js';
import { Committer } from '../../../../test-network/dist/embedded/committer.js';
import { Ledger } from '../../../../test-network/dist/embedded/ledger/ledger.js';
import {
  channelConfigFrom,
  type ChannelConfig,
} from '../../../../test-network/dist/embedded/msp/channel-config.js';
import { LIFECYCLE, serializeDefinition } from '../../../../test-network/dist/embedded/system/definitions.js';
import { loadIdentity, type SigningIdentity } from '../../../../test-network/dist/identities/identity.js';
import { applicationPolicyBytes } from '../../../../test-network/dist/channel/policy.js';
import type { PreparedNetwork } from '../../../../test-network/dist/prepare-network.js';
import { preparedCopy } from '../../support/prepared-copy.js';
import { transactionOf, writesOf, type Draft } from './transactions.js';

export const ORGANIZATIONS = ['tax', 'affairs', 'court', 'operator'] as const;
export type OrganizationName = (typeof ORGANIZATIONS)[number];

/** Namespace with the policy AND(TaxMSP.peer, one of the others). */
export const NAMESPACE = 'tax';

export class TestChannel {
  ledger: Ledger;
  committer: Committer;

  private constructor(
    readonly folder: string,
    readonly network: PreparedNetwork,
    readonly genesis: Block,
    readonly config: ChannelConfig,
    readonly peers: Readonly<Record<OrganizationName, SigningIdentity>>,
    readonly client: SigningIdentity,
    readonly consenters: readonly ConsenterSigner[],
    ledger: Ledger,
  ) {
    this.ledger = ledger;
    this.committer = new Committer(ledger, config);
  }

  static async create(): Promise<TestChannel> {
    const folder = await mkdtemp(join(tmpdir(), 'chopmark-channel-'));
    const network = await preparedCopy(
      defaultDescription('embedded', { channel: 'test-channel' }),
      join(folder, 'network'),
    );
    const { description, layout } = network;
    const genesis = parseBlock(await readFile(layout.genesisBlock));
    const identities = await Promise.all(
      ORGANIZATIONS.map((key) => loadIdentity(description, layout, key, 'peer')),
    );
    const orderers = await Promise.all(
      ORGANIZATIONS.map((key) => loadIdentity(description, layout, key, 'orderer')),
    );
    const [tax, affairs, court, operator] = identities as [
      SigningIdentity,
      SigningIdentity,
      SigningIdentity,
      SigningIdentity,
    ];
    const channel = new TestChannel(
      folder,
      network,
      genesis,
      channelConfigFrom(genesis),
      { tax, affairs, court, operator },
      await loadIdentity(description, layout, 'tax', 'gateway'),
      orderers.map(({ sign }, place) => ({ id: place + 1, sign })),
      await Ledger.open(join(folder, 'ledger'), genesis),
    );
    await channel.define();
    return channel;
  }

  get ledgerFolder(): string {
    return join(this.folder, 'ledger');
  }

  /** Brings the definition of `NAMESPACE` onto the channel, as block 1. */
  private async define(): Promise<void> {
    const [definition] = this.network.description.definitions;
    const policy = applicationPolicyBytes(definition!.policy);
    const parts = {
      sequence: 1,
      version: '1',
      endorsementPlugin: 'escc',
      validationPlugin: 'vscc',
      policy,
      initRequired: false,
    };
    const flags = await this.commit([
      this.transaction({
        chaincode: LIFECYCLE,
        version: 'syscc',
        endorsers: ['tax', 'affairs', 'court'],
        sets: [{ namespace: LIFECYCLE, ...writesOf(serializeDefinition(NAMESPACE, parts)) }],
      }),
    ]);
    if (flags[0] !== 0) throw new Error(`the definition was not valid: ${flags.join()}`);
  }

  /** A transaction of the tax gateway's client. */
  transaction({
    endorsers = ['tax', 'affairs'],
    ...draft
  }: Partial<Omit<Draft, 'endorsers'>> & {
    endorsers?: readonly (OrganizationName | SigningIdentity)[];
  }): Uint8Array {
    return transactionOf({
      channel: this.config.channel,
      creator: this.client,
      endorsers: endorsers.map((endorser) =>
        typeof endorser === 'string' ? this.peers[endorser] : endorser,
      ),
      chaincode: NAMESPACE,
      version: '1',
      sets: [],
      ...draft,
    });
  }

  /** The next block, unsigned. */
  draft(envelopes: readonly Uint8Array[]): Block {
    const { last } = this.ledger;
    return draftBlock(last.number + 1, blockHash(last), envelopes);
  }

  signed(block: Block, signers: readonly ConsenterSigner[] = this.consenters.slice(0, 3)): Block {
    return signBlock(block, 0, signers);
  }

  /** Commits the envelopes as one block. @returns Its flags. */
  async commit(envelopes: readonly Uint8Array[]): Promise<number[]> {
    return [...flagsOf(await this.committer.commit(this.signed(this.draft(envelopes))))];
  }

  async valueOf(key: string, namespace = NAMESPACE): Promise<string | undefined> {
    const found = await this.ledger.state.get(namespace, key);
    return found && Buffer.from(found.value).toString();
  }

  /** Closes and opens the ledger, as a restart does. */
  async reopen(): Promise<void> {
    await this.ledger.close();
    this.ledger = await Ledger.open(this.ledgerFolder, this.genesis);
    this.committer = new Committer(this.ledger, this.config);
  }

  async remove(): Promise<void> {
    await this.ledger.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
