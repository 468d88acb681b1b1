/** `_lifecycle`: what is installed, approved and defined, and who is told. */
import { peer } from '@hyperledger/fabric-protos';
import { gzipSync } from 'node:zlib';
import { commit } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { approvedAs, definition, definitionQuestion, packageOf } from '../definition-questions.js';
import { MAJORITY, atPeer, changed, queried } from '../definitions.js';
import { foreign } from '../people.js';
import { SECOND } from '../second-chaincode.js';
import { RANGES } from '../start.js';

function approvedQuestion(name: string, sequence: number): Uint8Array {
  const args = new peer.lifecycle.QueryApprovedChaincodeDefinitionArgs();
  args.setName(name);
  args.setSequence(sequence);
  return args.serializeBinary();
}

function installation(bytes: Uint8Array): Uint8Array {
  const args = new peer.lifecycle.InstallChaincodeArgs();
  args.setChaincodeInstallPackage(bytes);
  return args.serializeBinary();
}

export const cases: readonly Case[] = [
  {
    name: 'tells definitions',
    run: (subject) =>
      queried(
        subject,
        ['QueryChaincodeDefinitions', new peer.lifecycle.QueryChaincodeDefinitionsArgs().serializeBinary()],
        (payload) =>
          peer.lifecycle.QueryChaincodeDefinitionsResult.deserializeBinary(payload)
            .getChaincodeDefinitionsList()
            .filter((row) => !row.getName().startsWith('life'))
            .map((row) => `${row.getName()}:${row.getVersion()}:${row.getSequence()}`)
            .sort(),
      ),
  },
  {
    name: 'tells a definition, or that there is none',
    run: async (subject) => [
      await queried(subject, ['QueryChaincodeDefinition', definitionQuestion(SECOND)], definition),
      await queried(subject, ['QueryChaincodeDefinition', definitionQuestion('nowhere')], definition),
      await queried(subject, ['QueryChaincodeDefinition', definitionQuestion('')], definition),
    ],
  },
  {
    name: 'tells what the organization approved, or that it did not',
    run: async (subject) => {
      await approvedAs(subject, { name: 'life-19', version: '7' });
      const shown = (payload: Uint8Array): Observation => {
        const result = peer.lifecycle.QueryApprovedChaincodeDefinitionResult.deserializeBinary(payload);
        return {
          sequence: result.getSequence(),
          version: result.getVersion(),
          policy: Buffer.from(result.getValidationParameter_asU8()).toString('base64'),
          source: result.getSource()?.hasLocalPackage() ? 'local' : 'unavailable',
        };
      };
      const ask = (name: string, sequence: number): Promise<Observation> =>
        queried(subject, ['QueryApprovedChaincodeDefinition', approvedQuestion(name, sequence)], shown);
      return [
        await ask('life-19', 1),
        await ask('life-19', 0),
        await ask('life-19', 2),
        await ask(RANGES, 0),
        await ask('nowhere', 0),
        await ask('nowhere', 1),
      ];
    },
  },
  {
    name: 'installs a package once',
    run: (subject) => atPeer(subject, ['InstallChaincode', installation(packageOf(subject, 'tax').bytes)]),
  },
  {
    name: 'installs a package of another organization: it is only bytes',
    run: (subject) =>
      atPeer(subject, ['InstallChaincode', installation(packageOf(subject, 'operator').bytes)], (payload) =>
        subject.text(peer.lifecycle.InstallChaincodeResult.deserializeBinary(payload).getLabel()),
      ),
  },
  {
    name: 'installs nothing that is no package',
    run: async (subject) => [
      await atPeer(subject, ['InstallChaincode', installation(Buffer.from('no package'))]),
      await atPeer(subject, ['InstallChaincode', installation(gzipSync(Buffer.alloc(1024)))]),
      await atPeer(subject, ['InstallChaincode', installation(new Uint8Array())]),
      await atPeer(subject, ['InstallChaincode', Buffer.from([0xff, 0xff])]),
    ],
  },
  {
    name: 'installs for admins of the organization only',
    run: async (subject) => {
      const input = installation(packageOf(subject, 'tax').bytes);
      return [
        await atPeer(subject, ['InstallChaincode', input], undefined, subject.tax.identity),
        await atPeer(subject, ['InstallChaincode', input], undefined, subject.admins.court.identity),
        await atPeer(subject, ['InstallChaincode', input], undefined, await foreign(subject.network, 'tax')),
      ];
    },
  },
  {
    name: 'tells what is installed',
    run: async (subject) => {
      const { packageId, bytes } = packageOf(subject, 'tax');
      const one = new peer.lifecycle.QueryInstalledChaincodeArgs();
      one.setPackageId(packageId);
      const none = new peer.lifecycle.QueryInstalledChaincodeArgs();
      none.setPackageId('nothing:here');
      const whole = new peer.lifecycle.GetInstalledChaincodePackageArgs();
      whole.setPackageId(packageId);
      const noBytes = new peer.lifecycle.GetInstalledChaincodePackageArgs();
      noBytes.setPackageId('nothing:here');
      return [
        await atPeer(subject, ['QueryInstalledChaincode', one.serializeBinary()], (payload) => {
          const result = peer.lifecycle.QueryInstalledChaincodeResult.deserializeBinary(payload);
          return { label: result.getLabel(), isIt: result.getPackageId() === packageId };
        }),
        await atPeer(subject, ['QueryInstalledChaincode', none.serializeBinary()]),
        await atPeer(subject, ['GetInstalledChaincodePackage', whole.serializeBinary()], (payload) => {
          const result = peer.lifecycle.GetInstalledChaincodePackageResult.deserializeBinary(payload);
          return Buffer.compare(result.getChaincodeInstallPackage_asU8(), bytes) === 0;
        }),
        await atPeer(subject, ['GetInstalledChaincodePackage', noBytes.serializeBinary()]),
      ];
    },
  },
  {
    name: 'tells clients nothing that is for admins',
    run: async (subject) => [
      await queried(
        subject,
        ['QueryApprovedChaincodeDefinition', approvedQuestion(RANGES, 1)],
        () => 'answered',
        subject.tax.identity,
      ),
      await queried(
        subject,
        ['QueryApprovedChaincodeDefinition', approvedQuestion(RANGES, 1)],
        () => 'answered',
        subject.admins.court.identity,
      ),
    ],
  },
  {
    name: 'says what is wrong with its arguments',
    run: async (subject) => [
      await queried(subject, [], () => 'answered'),
      await queried(subject, ['QueryChaincodeDefinition'], () => 'answered'),
      await queried(subject, ['QueryChaincodeDefinition', '', ''], () => 'answered'),
      await queried(subject, ['NoSuchFunction', ''], () => 'answered'),
      await queried(subject, ['QueryChaincodeDefinition', Buffer.from([0xff, 0xff])], () => 'answered'),
    ],
  },
  {
    name: 'cannot be written by another chaincode’s transaction',
    run: async (subject) => {
      await commit(subject, ['put', 'life-20', 'x']);
      return changed(subject, 'NoSuchFunction', new Uint8Array(), MAJORITY);
    },
  },
];
