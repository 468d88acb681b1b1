/** Builds of the contract that differ in one comment, or do not run at all. */
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const CONTRACT = fileURLToPath(new URL('../../../chaincode/deploy', import.meta.url));
const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** @returns Folder for `--chaincode`. */
export async function contractBuild(folder: string, name: string): Promise<string> {
  const target = join(folder, name);
  await build(target, `${await readFile(join(CONTRACT, 'index.js'), 'utf8')}\n// ${name}\n`);
  return target;
}

export async function brokenBuild(folder: string): Promise<string> {
  const target = join(folder, 'broken');
  await build(target, 'throw new Error("this build is broken");\n');
  return target;
}

async function build(target: string, code: string): Promise<void> {
  await mkdir(target, { recursive: true });
  await cp(join(CONTRACT, 'package.json'), join(target, 'package.json'));
  await symlink(MODULES, join(target, 'node_modules'), 'dir');
  await writeFile(join(target, 'index.js'), code);
}
