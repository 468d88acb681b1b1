/**
 * Writes the conformance cases anew: `npm run conformance:make`. Only folders that this program owns are touched.
 *
 * @module
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFiles } from './files.js';

const SUITE = fileURLToPath(new URL('..', import.meta.url));

const files = await makeFiles();
for (const owned of ['cases', 'trust']) await rm(join(SUITE, owned), { recursive: true, force: true });
let bytes = 0;
for (const [path, content] of files) {
  await mkdir(dirname(join(SUITE, path)), { recursive: true });
  await writeFile(join(SUITE, path), content);
  bytes += content.length;
}
const cases = [...files.keys()].filter((path) => path.endsWith('/expected.json')).length;
console.log(`${cases} cases, ${files.size} files, ${(bytes / 1e6).toFixed(1)} MB`);
