/** `_lifecycle` of a peer: which definitions it takes, in which order, and from whom. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { peer } from '@hyperledger/fabric-protos';
import type { Channel } from '../../../test-network/dist/embedded/channel.js';
import { ChaincodeConnections } from '../../../test-network/dist/embedded/chaincode/chaincode-connections.js';
import { Faults } from '../../../test-network/dist/embedded/faults.js';
import { Simulator } from '../../../test-network/dist/embedded/simulation/simulator.js';
import { LIFECYCLE } from '../../../test-network/dist/embedded/system/definitions.js';
import { Lifecycle } from '../../../test-network/dist/embedded/system/lifecycle.js';
import { PackageStore } from '../../../test-network/dist/embedded/system/package-store.js';
import type { SystemCall } from '../../../test-network/dist/embedded/system/system-chaincode.js';
import { loadIdentity, type SigningIdentity } from '../../../test-network/dist/identities/identity.js';
import { chaincodePackage } from '../../../test-network/dist/packaging/chaincode-package.js';
import { ORGANIZATIONS, TestChannel, type OrganizationName } from './support/test-channel.js';

const messages = peer.lifecycle;
type Message = { readonly serializeBinary: () => Uint8Array };
type Answer = {
  readonly status: number;
  readonly message: string;
  readonly payload: Uint8Array;
  readonly results: Uint8Array;
};

describe('_lifecycle', () => {
  let channel: TestChannel;
  const peers = new Map<OrganizationName, Lifecycle>();
  const admins = new Map<OrganizationName, SigningIdentity>();

  before(async () => {
    channel = await TestChannel.create();
    const shared: Channel = {
      name: channel.config.channel,
      config: channel.config,
      ledger: channel.ledger,
      now: () => new Date(),
      faults: new Faults(),
    };
    for (const key of ORGANIZATIONS) {
      const packages = await PackageStore.open(
        join(channel.folder, 'packages', key),
        new ChaincodeConnections(() => 1_000),
      );
      peers.set(key, new Lifecycle(channel.peers[key].mspId, shared, packages));
      admins.set(key, await loadIdentity(channel.network.description, channel.network.layout, key, 'admin'));
    }
  });

  after(() => channel.remove());

  async function call(
    key: OrganizationName,
    name: string,
    input: Message | Uint8Array,
    caller = admins.get(key)!,
  ): Promise<Answer> {
    const simulator = new Simulator('tx', channel.ledger.snapshot());
    try {
      const args = [Buffer.from(name), input instanceof Uint8Array ? input : input.serializeBinary()];
      const proposal = { creator: caller.serialized } as SystemCall['proposal'];
      const response = await peers.get(key)!.invoke({ proposal, simulator, args });
      return {
        status: response.getStatus(),
        message: response.getMessage(),
        payload: response.getPayload_asU8(),
        results: simulator.results(),
      };
    } finally {
      await simulator.close();
    }
  }

  /** Calls and commits what the call wrote, endorsed by the given peers. */
  async function done(
    key: OrganizationName,
    name: string,
    input: Message,
    endorsers: readonly OrganizationName[],
  ): Promise<Answer> {
    const answer = await call(key, name, input);
    assert.equal(answer.status, 200, answer.message);
    const flags = await channel.commit([
      channel.transaction({ chaincode: LIFECYCLE, version: 'syscc', endorsers, results: answer.results }),
    ]);
    assert.deepEqual(flags, [0]);
    return answer;
  }

  type Definition = {
    readonly name?: string;
    readonly version?: string;
    readonly sequence?: number;
    readonly packageId?: string;
  };

  function approval({
    name = 'later',
    version = '1',
    sequence = 1,
    packageId = 'later:1',
  }: Definition = {}): peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs {
    const local = new messages.ChaincodeSource.Local();
    local.setPackageId(packageId);
    const source = new messages.ChaincodeSource();
    source.setLocalPackage(local);
    const args = new messages.ApproveChaincodeDefinitionForMyOrgArgs();
    args.setName(name);
    args.setVersion(version);
    args.setSequence(sequence);
    args.setSource(source);
    return args;
  }

  function definition({
    name = 'later',
    version = '1',
    sequence = 1,
  }: Definition = {}): peer.lifecycle.CommitChaincodeDefinitionArgs {
    const args = new messages.CommitChaincodeDefinitionArgs();
    args.setName(name);
    args.setVersion(version);
    args.setSequence(sequence);
    return args;
  }

  const approve = (key: OrganizationName, what: Definition = {}): Promise<Answer> =>
    done(key, 'ApproveChaincodeDefinitionForMyOrg', approval(what), [key]);

  it('installs a package once, keeps it, and gives it back', async () => {
    const connection = {
      address: '127.0.0.1:1',
      rootCert: 'root',
      clientCert: 'certificate',
      clientKey: 'key',
    };
    const { packageId, bytes } = await chaincodePackage('later', 'a'.repeat(64), connection);
    const install = new messages.InstallChaincodeArgs();
    install.setChaincodeInstallPackage(bytes);

    const answer = await call('tax', 'InstallChaincode', install);

    assert.equal(messages.InstallChaincodeResult.deserializeBinary(answer.payload).getPackageId(), packageId);
    assert.match((await call('tax', 'InstallChaincode', install)).message, /already successfully installed/);
    const query = new messages.GetInstalledChaincodePackageArgs();
    query.setPackageId(packageId);
    const found = messages.GetInstalledChaincodePackageResult.deserializeBinary(
      (await call('tax', 'GetInstalledChaincodePackage', query)).payload,
    );
    assert.deepEqual(Buffer.from(found.getChaincodeInstallPackage_asU8()), Buffer.from(bytes));
    const reopened = await PackageStore.open(
      join(channel.folder, 'packages', 'tax'),
      new ChaincodeConnections(() => 1_000),
    );
    assert.deepEqual(
      reopened.installed.map((content) => content.packageId),
      [packageId],
    );
    assert.equal((await call('court', 'GetInstalledChaincodePackage', query)).status, 500);
  });

  it('refuses what is no package', async () => {
    const install = new messages.InstallChaincodeArgs();
    install.setChaincodeInstallPackage(Buffer.from('no archive'));

    assert.equal((await call('tax', 'InstallChaincode', install)).status, 500);
  });

  it('lets only admins of its own organization install and approve', async () => {
    const strangers = [admins.get('court')!, channel.client, channel.peers.tax];
    for (const stranger of strangers) {
      for (const name of [
        'InstallChaincode',
        'ApproveChaincodeDefinitionForMyOrg',
        'QueryInstalledChaincodes',
      ]) {
        const answer = await call('tax', name, approval(), stranger);
        assert.equal(answer.status, 500);
        assert.match(answer.message, /failed ACL check/);
      }
    }
  });

  it('commits a definition that the organization itself approved, and no other', async () => {
    await approve('tax');
    await approve('court');
    assert.match(
      (await call('affairs', 'CommitChaincodeDefinition', definition())).message,
      /not agreed to by this org \(AffairsMSP\)/,
    );
    assert.match(
      (await call('tax', 'CommitChaincodeDefinition', definition({ version: '2' }))).message,
      /not agreed to/,
    );
    await approve('affairs', { version: 'other' });
    const readiness = messages.CheckCommitReadinessResult.deserializeBinary(
      (await call('tax', 'CheckCommitReadiness', definition())).payload,
    );
    assert.deepEqual([...readiness.getApprovalsMap().entries()].sort(), [
      ['AffairsMSP', false],
      ['CourtMSP', true],
      ['OperatorMSP', false],
      ['TaxMSP', true],
    ]);
    assert.deepEqual(readiness.getMismatchesMap().get('AffairsMSP')?.getItemsList(), ['EndorsementInfo']);

    await done('tax', 'CommitChaincodeDefinition', definition(), ['tax', 'court', 'operator']);

    const query = new messages.QueryChaincodeDefinitionArgs();
    query.setName('later');
    const committed = messages.QueryChaincodeDefinitionResult.deserializeBinary(
      (await call('operator', 'QueryChaincodeDefinition', query)).payload,
    );
    assert.deepEqual(
      [
        committed.getSequence(),
        committed.getVersion(),
        committed.getEndorsementPlugin(),
        committed.getValidationPlugin(),
      ],
      [1, '1', 'escc', 'vscc'],
    );
    const all = messages.QueryChaincodeDefinitionsResult.deserializeBinary(
      (await call('operator', 'QueryChaincodeDefinitions', new messages.QueryChaincodeDefinitionsArgs()))
        .payload,
    );
    assert.deepEqual(
      all.getChaincodeDefinitionsList().map((row) => row.getName()),
      ['later', 'tax'],
    );
  });

  it('counts sequences one by one', async () => {
    const refusals = [
      [
        'ApproveChaincodeDefinitionForMyOrg',
        approval({ name: 'fresh', sequence: 0 }),
        /first definable sequence number is 1/,
      ],
      [
        'ApproveChaincodeDefinitionForMyOrg',
        approval({ name: 'fresh', sequence: 2 }),
        /larger than the next available/,
      ],
      [
        'ApproveChaincodeDefinitionForMyOrg',
        approval({ sequence: 1, version: '9' }),
        /redefine the current committed sequence \(1\)/,
      ],
      [
        'ApproveChaincodeDefinitionForMyOrg',
        approval({ sequence: 3 }),
        /larger than the next available sequence number 2/,
      ],
      ['CommitChaincodeDefinition', definition({ sequence: 1 }), /new definition must be sequence 2/],
      ['CheckCommitReadiness', definition({ sequence: 3 }), /new definition must be sequence 2/],
    ] as const;
    for (const [name, input, words] of refusals)
      assert.match((await call('tax', name, input)).message, words);

    await approve('tax', { sequence: 2, version: '2' });
    assert.match(
      (await call('tax', 'ApproveChaincodeDefinitionForMyOrg', approval({ sequence: 2, version: '2' })))
        .message,
      /unchanged content/,
    );
    await approve('tax', { sequence: 2, version: '2', packageId: 'later:2' });
    await done('tax', 'CommitChaincodeDefinition', definition({ sequence: 2, version: '2' }), [
      'tax',
      'court',
      'affairs',
    ]);

    assert.match(
      (await call('tax', 'ApproveChaincodeDefinitionForMyOrg', approval({ sequence: 1 }))).message,
      /currently defined sequence 2 is larger/,
    );
    const query = new messages.QueryApprovedChaincodeDefinitionArgs();
    query.setName('later');
    const approved = messages.QueryApprovedChaincodeDefinitionResult.deserializeBinary(
      (await call('tax', 'QueryApprovedChaincodeDefinition', query)).payload,
    );
    assert.deepEqual(
      [approved.getSequence(), approved.getSource()?.getLocalPackage()?.getPackageId()],
      [2, 'later:2'],
    );
  });

  it('refuses names, versions, collections and plugins that it does not take', async () => {
    const collections = approval();
    const config = new peer.CollectionConfigPackage();
    config.addConfig(new peer.CollectionConfig());
    collections.setCollections(config);
    const plugin = approval();
    plugin.setValidationPlugin('own');
    const refusals = [
      [approval({ name: '-bad' }), /invalid chaincode name/],
      [approval({ name: 'qscc' }), /name of a system chaincode/],
      [approval({ version: 'a b' }), /invalid chaincode version/],
      [collections, /private data collections are not implemented/],
      [plugin, /other plugins than escc and vscc are not implemented/],
    ] as const;
    for (const [input, words] of refusals) {
      const { message } = await call('tax', 'ApproveChaincodeDefinitionForMyOrg', input);
      assert.match(message, words);
    }
  });

  it('refuses functions that it does not have, and calls without their one argument', async () => {
    assert.match(
      (await call('tax', 'Uninstall', new Uint8Array())).message,
      /Unmapped policy for _lifecycle\/Uninstall/,
    );
    assert.match((await call('tax', 'toString', new Uint8Array())).message, /Unmapped policy/);
    const query = new messages.QueryChaincodeDefinitionArgs();
    query.setName('nowhere');
    assert.deepEqual(
      await call('tax', 'QueryChaincodeDefinition', query).then(({ status, message }) => [status, message]),
      [404, 'namespace nowhere is not defined'],
    );
  });
});
