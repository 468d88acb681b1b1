/**
 * `chopmark network …` for a network of several hosts (docs/operations.md): each command is a verb of test-network's
 * own process, which this part never imports; options go through as they are.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { PROJECT, homeOf } from '../platform/home.js';

const SPLIT_MAIN = join(PROJECT, 'test-network', 'dist', 'split', 'main.js');

const VERBS = {
  plan: 'the description that all organizations agree on, with a host for each',
  enroll: 'make the authorities and keys of one organization, at home',
  public: 'what the other organizations need of one: no private key',
  assemble: 'take in the public parts of all; make the genesis block, or build a given one again and compare',
  export: "one organization's folder, to be carried to its own host: its keys only, settings, units",
  enter: 'on its host: join, install, approve, commit, roles, trust profile',
  stage: 'on its host: new code of the contract, beside what runs; then enter again',
  standing: 'on its host: heights of orderer and peer as JSON',
  'check-keys': 'whether a folder holds private keys of its own organization only',
  'merge-profiles': 'one trust profile with the signatures of all organizations',
  rehearse: 'for a rehearsal: enroll and assemble for all organizations at once',
  compose: 'for a rehearsal with docker: the folders of all organizations and one compose file',
} as const;

/** Of the home's native network, unless said. */
const OF_THE_HOME: ReadonlySet<string> = new Set(['export', 'compose']);

/** @param network The command `network`. */
export function addSplitCommands(network: Command): void {
  const { env } = process;
  for (const [verb, description] of Object.entries(VERBS)) {
    network
      .command(verb)
      .description(description)
      .allowUnknownOption()
      .allowExcessArguments()
      .helpOption(false)
      .action(async (_options: unknown, { args }: Command) => {
        const home = ['--home', homeOf('native', env).network];
        const preset = OF_THE_HOME.has(verb) && !args.some((word) => /^--home(=|$)/.test(word)) ? home : [];
        process.exitCode = await runVerb([verb, ...preset, ...args]);
      });
  }
}

function runVerb(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [SPLIT_MAIN, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
