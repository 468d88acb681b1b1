import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { consenter } from '../../../test-network/dist/channel/orderer-group.js';
import { channelStateOf } from '../../../test-network/dist/config-update/channel-state.js';
import {
  addMember,
  consentersOf,
  isMember,
  putConsenter,
  removeConsenter,
  removeMember,
} from '../../../test-network/dist/config-update/channel-edits.js';
import { computeUpdate } from '../../../test-network/dist/config-update/compute-update.js';
import { requiredAdmins } from '../../../test-network/dist/config-update/required-admins.js';
import { defaultDescription, portsFrom } from '../../../test-network/dist/description.js';
import { createOrganization } from '../../../test-network/dist/identities/create-identities.js';
import { findBinary } from '../../../test-network/dist/native/binaries.js';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import { requireOrSkip } from '../../support/require.js';

const CHANNEL = 'chopmark';
const FOUR = ['TaxMSP', 'AffairsMSP', 'CourtMSP', 'OperatorMSP'];
const CITY = {
  key: 'city',
  mspId: 'CityMSP',
  name: 'Sandbox City',
  country: 'CN',
  locality: 'Wuhan',
  ports: portsFrom(31_240),
};

type Edit = (channel: common.ConfigGroup) => void;

describe('a configuration update', () => {
  let folder: string;
  let original: common.ConfigGroup;
  /** The configuration after the organization joined and orders. */
  let joined: common.ConfigGroup;
  const edits: Record<string, Edit> = {};

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-config-'));
    const { layout } = await prepareNetwork(defaultDescription('native', { portBase: 31_200 }), folder);
    original = channelStateOf(common.Block.deserializeBinary(await readFile(layout.genesisBlock))).group;
    const roots = await createOrganization(CITY, layout.organization('city'), false);
    const node = layout.organization('city').node('orderer');
    const [identity, tls] = await Promise.all([
      readFile(node.certificate, 'utf8'),
      readFile(node.tls.certificate, 'utf8'),
    ]);
    const fifth = consenter(5, CITY, { identity, tls });
    const renewed = consenter(2, { ...CITY, mspId: 'AffairsMSP' }, { identity, tls });
    edits['a member joins'] = (channel) => addMember(channel, CITY, roots);
    edits['a member joins and orders'] = (channel) => {
      addMember(channel, CITY, roots);
      putConsenter(channel, fifth);
    };
    edits['a consenter gets another certificate'] = (channel) => putConsenter(channel, renewed);
    edits['a value of one organization changes'] = (channel) =>
      channel
        .getGroupsMap()
        .get('Orderer')!
        .getGroupsMap()
        .get('CourtMSP')!
        .getValuesMap()
        .get('Endpoints')!
        .setValue(Buffer.from('other'));
    edits['a policy is dropped'] = (channel) =>
      channel.getGroupsMap().get('Application')!.getPoliciesMap().del('Writers');
    joined = edited(original, edits['a member joins and orders']);
    // Versions as a channel has them after some updates.
    joined.setVersion(3);
    joined.getGroupsMap().get('Orderer')!.setVersion(2);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  function edited(group: common.ConfigGroup, edit: Edit): common.ConfigGroup {
    const copy = common.ConfigGroup.deserializeBinary(group.serializeBinary());
    edit(copy);
    return copy;
  }

  /** Reads and writes with all their versions, as plain objects. */
  function computed(before: common.ConfigGroup, after: common.ConfigGroup): unknown {
    return sorted(computeUpdate(CHANNEL, before, after)!.toObject());
  }

  async function translated(before: common.ConfigGroup, after: common.ConfigGroup): Promise<unknown> {
    const files = await Promise.all(
      [before, after].map(async (group, place) => {
        const config = new common.Config();
        config.setChannelGroup(group);
        const path = join(folder, `config-${place}`);
        await writeFile(path, config.serializeBinary());
        return path;
      }),
    );
    const output = join(folder, 'update');
    execFileSync(findBinary('configtxlator')!, [
      'compute_update',
      ...['--channel_id', CHANNEL, '--original', files[0]!, '--updated', files[1]!, '--output', output],
    ]);
    return sorted(common.ConfigUpdate.deserializeBinary(await readFile(output)).toObject());
  }

  const cases: readonly (readonly [string, () => [common.ConfigGroup, common.ConfigGroup]])[] = [
    ...[
      'a member joins',
      'a member joins and orders',
      'a consenter gets another certificate',
      'a value of one organization changes',
      'a policy is dropped',
    ].map((name) => [name, () => [original, edited(original, edits[name]!)]] as const),
    ['a consenter leaves', () => [joined, edited(joined, (channel) => removeConsenter(channel, 5))]],
    ['a member leaves', () => [joined, edited(joined, (channel) => removeMember(channel, 'CityMSP'))]],
  ] as never;

  for (const [name, groups] of cases) {
    it(`is what configtxlator computes when ${name}`, async function () {
      requireOrSkip(this, 'native', findBinary('configtxlator'), 'configtxlator in FABRIC_BIN or PATH');
      const [before, after] = groups();

      assert.deepEqual(computed(before, after), await translated(before, after));
    });
  }

  it('is none when nothing changes', () => {
    assert.equal(
      computeUpdate(
        CHANNEL,
        original,
        edited(original, () => undefined),
      ),
      undefined,
    );
  });

  it('is none when what an edit wants is there already', () => {
    for (const name of ['a member joins', 'a member joins and orders'])
      assert.equal(computeUpdate(CHANNEL, joined, edited(joined, edits[name]!)), undefined, name);
  });

  it('names what it relies on with its version, and what it changes with the next', () => {
    const update = computeUpdate(
      CHANNEL,
      joined,
      edited(joined, (channel) => removeConsenter(channel, 5)),
    )!;
    const [read, write] = [update.getReadSet()!, update.getWriteSet()!];

    assert.equal(update.getChannelId(), CHANNEL);
    assert.deepEqual([read.getVersion(), write.getVersion()], [3, 3]);
    const [ordererRead, ordererWrite] = [read, write].map((set) => set.getGroupsMap().get('Orderer')!);
    assert.deepEqual([ordererRead!.getVersion(), ordererWrite!.getVersion()], [2, 2]);
    assert.deepEqual([...ordererWrite!.getValuesMap().keys()], ['Orderers']);
    assert.deepEqual([...ordererWrite!.getPoliciesMap().keys()], ['BlockValidation']);
    assert.equal(ordererWrite!.getValuesMap().get('Orderers')!.getVersion(), 1);
  });

  describe('by its edits', () => {
    it('makes an organization a member of both groups, and takes it out again', () => {
      assert.equal(isMember(original, 'CityMSP'), false);
      assert.equal(isMember(joined, 'CityMSP'), true);
      const left = edited(joined, (channel) => removeMember(channel, 'CityMSP'));
      assert.equal(isMember(left, 'CityMSP'), false);
    });

    it('encodes BlockValidation anew: a quorum of the consenters, each by its own certificate', () => {
      const policyOf = (channel: common.ConfigGroup): common.SignaturePolicyEnvelope =>
        common.SignaturePolicyEnvelope.deserializeBinary(
          channel
            .getGroupsMap()
            .get('Orderer')!
            .getPoliciesMap()
            .get('BlockValidation')!
            .getPolicy()!
            .getValue_asU8(),
        );
      const [four, five] = [policyOf(original), policyOf(joined)];

      assert.deepEqual([four.getRule()!.getNOutOf()!.getN(), four.getIdentitiesList().length], [3, 4]);
      assert.deepEqual([five.getRule()!.getNOutOf()!.getN(), five.getIdentitiesList().length], [4, 5]);
      const left = policyOf(edited(joined, (channel) => removeConsenter(channel, 5)));
      assert.deepEqual(left.serializeBinary(), four.serializeBinary());
    });

    it('puts a consenter in the place of the one with its id', () => {
      const renewed = edited(original, edits['a consenter gets another certificate']!);

      assert.deepEqual(
        consentersOf(renewed).map((entry) => [entry.getId(), entry.getMspId()]),
        FOUR.map((mspId, place) => [place + 1, mspId]),
      );
    });
  });

  describe('needs the admins', () => {
    const admins = (edit: string, preferred: readonly string[] = FOUR): readonly string[] => {
      const update = computeUpdate(CHANNEL, original, edited(original, edits[edit]!))!;
      return requiredAdmins(original, update, preferred);
    };

    it('of a majority for what all share', () => {
      assert.deepEqual(admins('a member joins and orders'), FOUR.slice(0, 3));
    });

    it('of a majority of five when there are five', () => {
      const update = computeUpdate(
        CHANNEL,
        joined,
        edited(joined, (channel) => removeMember(channel, 'CityMSP')),
      )!;

      assert.deepEqual(requiredAdmins(joined, update, FOUR), FOUR.slice(0, 3));
    });

    it('that are preferred, in their order', () => {
      const preferred = ['OperatorMSP', 'CourtMSP', 'TaxMSP', 'AffairsMSP'];
      assert.deepEqual(admins('a member joins', preferred), preferred.slice(0, 3));
    });

    it('of the organization alone for what is its own', () => {
      assert.deepEqual(admins('a value of one organization changes'), ['CourtMSP']);
    });
  });
});

/** Entries of maps come in no order. */
function sorted(value: unknown): unknown {
  if (!Array.isArray(value)) {
    return typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, sorted(member)]))
      : value;
  }
  const members = value.map(sorted);
  const isMap = members.every((member) => Array.isArray(member) && typeof member[0] === 'string');
  return isMap ? members.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : members;
}
