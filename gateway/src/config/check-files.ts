/**
 * What settings name is looked at before anything starts: files that are missing or say something else, and certificates
 * that end soon. Nothing is made, changed, or dialed.
 *
 * @module
 */
import { access, constants, readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { parseDemoAccounts } from '../accounts/demo-accounts.js';
import type { Config } from '../config.js';
import { KeyFile } from '../keys/key-file.js';
import { keyFileOptions } from '../keys/key-file-options.js';
import { readAuthority } from '../timestamps/authorities-file.js';
import { certificateEnds, expiryWarnings } from './certificate-ends.js';
import { readNetworkFacts } from './network-facts.js';

export interface FileFindings {
  /** One line for each, `VARIABLE: what`. */
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

export async function checkFiles(config: Config, now: Date): Promise<FileFindings> {
  const warnings: string[] = [];
  const checks: readonly (readonly [variable: string, check: () => Promise<unknown>])[] = [
    ['CHOPMARK_CONNECTION', async () => void warnings.push(...(await connectionWarnings(config, now)))],
    ['CHOPMARK_DATA_DIR', () => assertCanBeWritten(config.dataFolder)],
    ['CHOPMARK_MASTER_KEYS', () => readMasterKeys(config)],
    ['CHOPMARK_DEMO_ACCOUNTS', () => readDemoAccounts(config)],
    ['CHOPMARK_SAMPLES_DIR', () => assertFolder(config.samplesFolder)],
    ['CHOPMARK_WEB_DIR', () => assertFolder(config.webFolder)],
    ['CHOPMARK_SDK_DIR', () => assertFolder(config.sdkFolder)],
    ['CHOPMARK_TSA_ROOTS', () => readRoots(config)],
  ];
  const faults: string[] = [];
  for (const [variable, check] of checks) {
    try {
      await check();
    } catch (error) {
      faults.push(faultOf(variable, error));
    }
  }
  return { faults, warnings };
}

function faultOf(variable: string, error: unknown): string {
  const text = error instanceof Error ? error.message : 'cannot be used';
  return text.startsWith(`${variable}: `) ? text : `${variable}: ${text}`;
}

async function connectionWarnings({ connection: path, organization }: Config, now: Date): Promise<string[]> {
  const { connection } = await readNetworkFacts(path, organization);
  return expiryWarnings(certificateEnds(connection), now);
}

/** The folder, or the nearest one above it in which it can be made. */
async function assertCanBeWritten(folder: string): Promise<void> {
  for (let place = resolve(folder); ; place = dirname(place)) {
    const found = await stat(place).catch(() => undefined);
    if (found === undefined && place !== dirname(place)) continue;
    if (found?.isDirectory() !== true) throw new Error(`${place} is no folder`);
    await access(place, constants.W_OK | constants.X_OK);
    return;
  }
}

/** Only of a file that is named: a demonstration makes its own. */
async function readMasterKeys(config: Config): Promise<void> {
  if (config.masterKeys === undefined) return;
  await access(config.masterKeys, constants.R_OK);
  await KeyFile.open(keyFileOptions(config));
}

async function readDemoAccounts({ demoAccounts, organization }: Config): Promise<void> {
  if (demoAccounts !== undefined) parseDemoAccounts(await readFile(demoAccounts, 'utf8'), organization);
}

async function assertFolder(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  if (!(await stat(folder)).isDirectory()) throw new Error(`${folder} is no folder`);
}

function readRoots({ timestamps }: Config): Promise<void> {
  if (timestamps?.roots !== undefined) readAuthority(timestamps.roots);
  return Promise.resolve();
}
