/** What each verb does with its options; results are text for standard output. */
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { exportCompose } from '../compose/export-compose.js';
import { defaultDescription, requireOrganization } from '../description.js';
import type { NetworkDescription } from '../description.js';
import { writeJson } from '../layout.js';
import { NetworkError } from '../network-error.js';
import { prepareNetwork, readNetwork } from '../prepare-network.js';
import { assemble, assertEmpty, enroll, handOut } from './ceremony.js';
import { enter } from './enter.js';
import { exportOrganization } from './export-organization.js';
import { mergeProfiles } from './merge-profiles.js';
import type { Options } from './options.js';
import { assertOwnKeysOnly } from './own-keys.js';
import { assertPlan, planFingerprint, readPlan, spoken } from './plan.js';
import { stage } from './stage.js';
import { standingOf } from './standing.js';

const DEFAULT_CHAINCODE = join(import.meta.dirname, '..', '..', '..', 'chaincode', 'deploy');
const PROJECT = join(import.meta.dirname, '..', '..', '..');
const DEFAULT_PORT_BASE = 7050;
const DEFAULT_PATIENCE_SECONDS = 3600;

export type Verb = (options: Options, say: (text: string) => void) => Promise<string>;

export const VERBS: Readonly<Record<string, Verb>> = {
  async plan(options) {
    const portBase = options.number('port-base', DEFAULT_PORT_BASE);
    const channel = options.optional('channel');
    const plan = defaultDescription('native', {
      hosts: hostsFrom(options.text('hosts')),
      portBase,
      ...(channel === undefined ? {} : { channel }),
    });
    assertPlan(plan);
    await writeJson(options.text('to'), plan);
    return planText(plan);
  },

  async enroll(options) {
    const plan = await readPlan(options.text('plan'));
    await enroll(plan, options.organization(plan), options.text('to'));
    return planText(plan);
  },

  async public(options) {
    const home = options.text('home');
    const plan = await readPlan(join(home, 'plan.json'));
    await assertEmpty(options.text('to'));
    await handOut(home, options.organization(plan), options.text('to'));
    return '';
  },

  async assemble(options) {
    const block = options.optional('genesis');
    const proposed = block === undefined ? undefined : await readFile(block);
    const { description, network } = await assemble(options.text('home'), options.list('from'), proposed);
    return `${planText(description)}network  ${spoken(network)}\n`;
  },

  async export(options) {
    const network = await readNetwork(options.text('home'));
    const to = options.text('to');
    const fabric = options.optional('fabric-bin');
    const node = options.optional('node');
    const { privateKeys } = await exportOrganization(network, options.organization(network.description), {
      to,
      ...options.some({ place: 'place', project: 'project' }),
      programs: {
        ...(fabric === undefined ? {} : { orderer: join(fabric, 'orderer'), peer: join(fabric, 'peer') }),
        ...(node === undefined ? {} : { node }),
      },
      chaincodeSource: options.optional('chaincode') ?? DEFAULT_CHAINCODE,
      withAuthorityKeys: options.flag('with-authority-keys'),
    });
    return `${to}: ${privateKeys} private keys, all of this organization\nnetwork  ${spoken(network.network)}\n`;
  },

  async enter(options, say) {
    const network = await readNetwork(options.text('folder'));
    const key = options.organization(network.description);
    const patienceMs = options.number('patience', DEFAULT_PATIENCE_SECONDS) * 1000;
    await enter(network, key, { patienceMs, progress: say });
    return `${network.layout.trustProfile}: signed by ${requireOrganization(network.description, key).mspId}\n`;
  },

  async stage(options) {
    const network = await readNetwork(options.text('folder'));
    const key = options.organization(network.description);
    const staged = await stage(network, key, options.optional('chaincode') ?? DEFAULT_CHAINCODE, {
      node: process.execPath,
      ...options.some({ node: 'node', place: 'place' }),
    });
    return staged
      ? `bundle   ${spoken(staged.bundle)}\nstart    ${staged.unit}\ndocker   ${staged.composeFile}\n`
      : 'this code is installed already\n';
  },

  async standing(options) {
    const network = await readNetwork(options.text('folder'));
    return `${JSON.stringify(await standingOf(network, options.organization(network.description)))}\n`;
  },

  async 'check-keys'(options) {
    const folder = options.text('folder');
    const { description } = await readNetwork(folder);
    return `${await assertOwnKeysOnly(folder, options.organization(description))} private keys, all of this organization\n`;
  },

  async 'merge-profiles'(options) {
    const { signatures } = await mergeProfiles(options.list('from'), options.text('to'));
    return `signed by ${signatures.map(({ mspId }) => mspId).join(', ')}\n`;
  },

  async rehearse(options) {
    const plan = await readPlan(options.text('plan'));
    const home = options.text('to');
    await assertEmpty(home);
    const { network } = await prepareNetwork(plan, home);
    return `${planText(plan)}network  ${spoken(network)}\n`;
  },

  async compose(options) {
    const network = await readNetwork(options.text('home'));
    const to = options.text('to');
    await exportCompose(network, {
      to,
      project: options.optional('project') ?? PROJECT,
      chaincodeSource: options.optional('chaincode') ?? DEFAULT_CHAINCODE,
    });
    return `${join(to, 'compose.yaml')}\n`;
  },
};

function planText(plan: NetworkDescription): string {
  return `plan     ${spoken(planFingerprint(plan))}\n`;
}

/** `tax=a.example,court=b.example` */
function hostsFrom(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((pair) => pair.split('='));
  const hosts = Object.fromEntries(pairs.map(([key = '', host = '']) => [key, host]));
  const wanted = defaultDescription('native').organizations.map(({ key }) => key);
  if (pairs.length !== wanted.length || !wanted.every((key) => Object.hasOwn(hosts, key))) {
    throw new NetworkError('PLAN_REFUSED', `--hosts must name ${wanted.join(', ')}, each once`);
  }
  return hosts;
}
