/**
 * Turns cases into files: the same bytes in every run, because keys, salts and nonces of a case follow from its name.
 *
 * @module
 */
import { FINDING_CODES, FINDING_WORDING, type TrustProfile, type Verdict } from '@chopmark/core/verify';
import { createFullWorld, full } from '../../../core/verdict/cases/full-world.js';
import { createWorld, world } from '../../../core/verify/cases/world.js';
import { NOW } from '../../../support/proof-kit.js';
import { withSeed } from '../../../support/randomness.js';
import { recordedProfile } from '../../../support/recorded-fabric.js';
import { judgeByLibrary } from '../judge.js';
import type { Part, VerifierCase } from './case.js';
import { createStrangers } from './parts/endorsers.js';
import { createProfilePeople } from './parts/profile.js';
import { RECORDED_NETWORKS, recordedTrust } from './parts/recorded.js';
import { createStampers } from './parts/timestamps.js';
import { PARTS } from './parts.js';

/** Path below the suite's folder → bytes. */
export type Files = Map<string, Buffer>;

/** Profiles that many cases share. */
const SHARED = 'trust/';
const UP = '../../../';
/** Longer texts of one repeated character are written as a recipe. */
const MAX_WRITTEN = 20_000;

/** @throws {Error} When a case does not get the verdict and code that its table says. */
export async function makeFiles(): Promise<Files> {
  const files: Files = new Map();
  await withSeed('the world of the conformance suite', async () => {
    await createWorld();
    await createStrangers();
    await createProfilePeople();
    files.set(`${SHARED}kit.json`, jsonFile(world.kit.profile()));
  });
  await withSeed('the channel of the conformance suite', async () => {
    await createFullWorld();
    files.set(`${SHARED}channel.json`, jsonFile(full.channel.kit.profile()));
  });
  await withSeed('the timestamp authorities of the conformance suite', async () => {
    files.set(`${SHARED}timestamps.json`, jsonFile(await createStampers()));
  });
  for (const network of RECORDED_NETWORKS) files.set(`${SHARED}${network}.json`, recordedTrust(network));
  files.set(`${SHARED}recorded-fabric.json`, jsonFile(recordedProfile()));
  for (const part of PARTS) for (const one of part.cases) await addCase(files, part, one);
  return files;
}

async function addCase(files: Files, part: Part, one: VerifierCase): Promise<void> {
  const folder = `cases/${part.name}/${slugOf(one.when)}_${one.verdict}`;
  if (files.has(`${folder}/README`)) {
    assertSameCase(files, folder, one);
    return;
  }
  const { now = NOW, input = 'bundle' } = one;
  const [bundle, profiles] = await withSeed(folder, () => [bytesOf(one.bundle()), profilesOf(one)]);
  const trust = trustFilesOf(files, folder, profiles);
  const verdict = await judgeByLibrary(
    bundle,
    trust.map((file) => fileAt(files, folder, file)),
    now,
    input,
  );
  assertAsSaid(folder, one, verdict);
  const recipe = recipeOf(bundle);
  if (recipe) files.set(`${folder}/bundle.recipe.json`, jsonFile(recipe));
  else files.set(`${folder}/${input}.json`, bundle);
  files.set(`${folder}/README`, Buffer.from(`${readmeOf(part, one)}\n`));
  files.set(
    `${folder}/expected.json`,
    jsonFile({
      now: now.toISOString(),
      trust,
      verdict: verdict.verdict,
      inForce: verdict.inForce,
      codes: Object.fromEntries(verdict.findings.map(({ question, code }) => [question, code])),
    }),
  );
}

/** Tables may say of one case that several questions answer so. */
function assertSameCase(files: Files, folder: string, { when, code }: VerifierCase): void {
  const { codes } = JSON.parse(String(files.get(`${folder}/expected.json`))) as {
    codes: Record<string, string>;
  };
  const readme = String(files.get(`${folder}/README`));
  if (!Object.values(codes).includes(code) || !readme.includes(`: ${when}.`))
    throw new Error(`${folder} stands twice, with different answers`);
}

function slugOf(when: string): string {
  const words =
    when
      .toLowerCase()
      .replace(/[’']/g, '')
      .match(/[a-z0-9]+/g) ?? [];
  return words.join('-').replace(/^(.{1,70})(-.*)?$/, '$1');
}

/** Objects as JSON without white space, texts and bytes as they are. */
function bytesOf(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value);
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

function profilesOf(one: VerifierCase): Buffer[] {
  const profiles: readonly unknown[] = one.trustFiles?.() ?? one.profiles?.() ?? [world.kit.profile()];
  return profiles.map((profile) =>
    typeof profile === 'string' ? Buffer.from(profile) : jsonFile(profile as TrustProfile),
  );
}

/** @returns Paths relative to the case's folder. */
function trustFilesOf(files: Files, folder: string, profiles: readonly Buffer[]): string[] {
  return profiles.map((profile, at) => {
    const shared = [...files.keys()].find(
      (name) => name.startsWith(SHARED) && files.get(name)?.equals(profile),
    );
    if (shared !== undefined) return UP + shared;
    const name = profiles.length === 1 ? 'trust.json' : `trust-${at + 1}.json`;
    files.set(`${folder}/${name}`, profile);
    return name;
  });
}

function fileAt(files: Files, folder: string, file: string): Buffer {
  const found = files.get(file.startsWith(UP) ? file.slice(UP.length) : `${folder}/${file}`);
  if (!found) throw new Error(`${folder} names ${file}, which is not there`);
  return found;
}

function assertAsSaid(folder: string, one: VerifierCase, verdict: Verdict): void {
  const codes = verdict.findings.map(({ code }) => code);
  if (
    verdict.verdict === one.verdict &&
    verdict.inForce === (one.inForce ?? 'unknown') &&
    codes.includes(one.code)
  )
    return;
  throw new Error(
    `${folder} should be ${one.verdict}, ${one.inForce ?? 'unknown'} by ${one.code}, but is ${verdict.verdict}, ${verdict.inForce}: ${codes.join(', ')}\n${JSON.stringify(verdict.findings)}`,
  );
}

/** For what is nothing but one character many times. */
function recipeOf(bundle: Buffer): { repeat: string; times: number } | undefined {
  const first = bundle[0];
  if (bundle.length <= MAX_WRITTEN || first === undefined || bundle.some((byte) => byte !== first))
    return undefined;
  return { repeat: String.fromCharCode(first), times: bundle.length };
}

function readmeOf({ about }: Part, { when, verdict, code }: VerifierCase): string {
  const [question] = FINDING_CODES[code];
  return `${about}: ${when}. ${verdict}; ${question} answers ${code}: ${FINDING_WORDING[code].en}`;
}

function jsonFile(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
