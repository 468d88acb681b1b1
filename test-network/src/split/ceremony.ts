/**
 * How organizations that do not trust one another make one genesis block: each makes its keys at home, hands out the
 * public part, and builds the block again from the parts of all. Equal bytes, equal network; nobody need be believed.
 */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { genesisBlock, networkIdOf } from '../channel/genesis.js';
import { readMaterial } from '../channel/material.js';
import type { NetworkDescription, OrganizationKey } from '../description.js';
import { requireOrganization } from '../description.js';
import { createOrganization, readRoots, runsGateway } from '../identities/create-identities.js';
import { layoutOf, writeAtomically, writeJson } from '../layout.js';
import type { NetworkLayout } from '../layout.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { sealOf } from './genesis-seal.js';
import { copyParts, publicFiles } from './organization-parts.js';
import { assertPlan, readPlan } from './plan.js';
import { assertPublicPart } from './public-part.js';

const planFile = (home: string): string => join(home, 'plan.json');

/**
 * Makes the authorities and identities of one organization.
 *
 * @param home Of this organization alone; absent or empty.
 * @throws {NetworkError} `FOLDER_NOT_EMPTY`, `PLAN_REFUSED`, `HOSTS_MISSING`
 */
export async function enroll(plan: NetworkDescription, key: OrganizationKey, home: string): Promise<void> {
  assertPlan(plan);
  const organization = requireOrganization(plan, key);
  await assertEmpty(home);
  await createOrganization(organization, layoutOf(home).organization(key), runsGateway(plan, organization));
  await writeJson(planFile(home), plan);
}

/** Copies what the others need, and nothing else, to `to`/organizations/`key`. */
export async function handOut(home: string, key: OrganizationKey, to: string): Promise<void> {
  const from = layoutOf(home).organization(key);
  await copyParts(publicFiles(from), from, layoutOf(to).organization(key));
}

/**
 * Takes in the public parts of the others and completes the network: with a new genesis block, or with the one that
 * another organization assembled, after building it again.
 *
 * @param parts Folders that hold `organizations/<key>`, as `handOut` makes them.
 * @param proposed Bytes of a genesis block to check and adopt.
 * @throws {NetworkError} `PUBLIC_PART_REFUSED` when a part is missing, incomplete or does not hold together;
 *   `GENESIS_DIFFERS` when the proposed block is not what plan and parts make; nothing is completed then.
 */
export async function assemble(
  home: string,
  parts: readonly string[],
  proposed?: Uint8Array,
): Promise<PreparedNetwork> {
  const description = await readPlan(planFile(home));
  const layout = layoutOf(home);
  for (const part of parts) await takeIn(description, layout, part);
  await Promise.all(
    description.organizations.map((organization) =>
      assertPublicPart(organization, layout.organization(organization.key)),
    ),
  );
  const material = await readMaterial(description, layout);
  const genesis = proposed
    ? genesisBlock(description, material, sealOf(proposed))
    : genesisBlock(description, material);
  if (proposed && Buffer.compare(genesis, proposed) !== 0) {
    throw new NetworkError(
      'GENESIS_DIFFERS',
      'the proposed block is not what this plan and these public parts make: compare plan and certificates with the others',
    );
  }
  return complete(description, layout, genesis);
}

async function complete(
  description: NetworkDescription,
  layout: NetworkLayout,
  genesis: Uint8Array,
): Promise<PreparedNetwork> {
  const roots = await Promise.all(
    description.organizations.map(({ key }) => readRoots(layout.organization(key))),
  );
  const network = networkIdOf(genesis);
  const createdAt = sealOf(genesis).time.toISOString();
  await writeAtomically(layout.tlsRoots, roots.map(({ tlsca }) => tlsca).join(''));
  await writeAtomically(layout.genesisBlock, genesis);
  await writeJson(layout.networkFile, { ...description, network, createdAt });
  return { description, layout, network, createdAt };
}

/** Never takes more than the public files by name, and never replaces what is there. */
async function takeIn(plan: NetworkDescription, layout: NetworkLayout, part: string): Promise<void> {
  const keys = await readdir(join(part, 'organizations')).catch((cause: unknown) => {
    throw new NetworkError('PUBLIC_PART_REFUSED', `${part} holds no public part`, { cause });
  });
  const known = new Set(plan.organizations.map(({ key }) => key));
  for (const key of keys) {
    if (!known.has(key)) {
      throw new NetworkError('PUBLIC_PART_REFUSED', `${part} is of ${key}, which is not in the plan`);
    }
    const from = layoutOf(part).organization(key);
    const to = layout.organization(key);
    await assertSameOrAbsent(publicFiles(from), publicFiles(to), key);
    await copyParts(publicFiles(from), from, to).catch((cause: unknown) => {
      throw new NetworkError('PUBLIC_PART_REFUSED', `the public part of ${key} in ${part} is incomplete`, {
        cause,
      });
    });
  }
}

async function assertSameOrAbsent(
  offered: readonly string[],
  present: readonly string[],
  key: OrganizationKey,
): Promise<void> {
  const read = (path: string | undefined): Promise<Buffer | undefined> =>
    readFile(path ?? '').catch(() => undefined);
  for (const [place, path] of present.entries()) {
    const [here, there] = await Promise.all([read(path), read(offered[place])]);
    if (here && there && !here.equals(there)) {
      throw new NetworkError(
        'PUBLIC_PART_REFUSED',
        `${path} was taken in before and is another file now: ${key} must say which one counts`,
      );
    }
  }
}

/** @throws {NetworkError} `FOLDER_NOT_EMPTY` */
export async function assertEmpty(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  if (entries.length > 0) {
    throw new NetworkError('FOLDER_NOT_EMPTY', `${folder} is not empty: nothing in it was touched`);
  }
}
