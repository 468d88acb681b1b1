/**
 * A folder and an archive of 10,000 documents of one batch, judged by the command as an archivist would. The documents
 * are the proof kit's: sealed, recorded and signed by authorities of its own, parts lying once in `evidence/`.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { clearInterval, setInterval } from 'node:timers';
import { ZipFile } from 'yazl';
import { ROOT } from '../bootstrap.mjs';
import { cpuSeconds } from './cpu.mjs';
import { megabytes, report, seconds } from './report.mjs';

const DOCUMENTS = 10_000;
/** What one statement may answer for. */
const STATEMENT = 1_000;
const ROUNDS = 3;

export async function benchVerifyBulk() {
  const folder = mkdtempSync(join(tmpdir(), 'chopmark-bench-'));
  try {
    const sizes = await makeBatch(folder);
    for (const [name, size] of Object.entries(sizes)) {
      const times = [];
      for (let round = 0; round < ROUNDS; round += 1) times.push(await judge(join(folder, name), folder));
      report(
        `${name} of ${DOCUMENTS} documents of one batch judged by the command`,
        megabytes(size),
        ...times.map(({ wall, processor }) => `${seconds(wall)} (processor time ${seconds(processor)})`),
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns Name of folder and archive → bytes. */
async function makeBatch(folder) {
  await import('tsx/esm');
  const { ProofKit, invoice, sha256 } = await import(join(ROOT, 'test', 'support', 'proof-kit.ts'));
  const { detachParts } = await import('@chopmark/core/verify');
  const kit = await ProofKit.create();
  const batch = kit.batch(Array.from({ length: DOCUMENTS }, (_, at) => invoice({ remark: `No. ${at}` })));
  const clock = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const files = new Map();
  let statement;
  for (let index = 0; index < DOCUMENTS; index += 1) {
    if (index % STATEMENT === 0)
      statement = batch.statement({ clock, about: batch.hashes.slice(index, index + STATEMENT) });
    const whole = {
      format: 'chopmark/bundle/1',
      document: batch.document(index),
      batch: { batch: 7, index, path: batch.path(index) },
      statement,
    };
    const { bundle, parts } = detachParts(whole, sha256);
    files.set(`${index}.json`, Buffer.from(JSON.stringify(bundle)));
    for (const [hash, bytes] of parts) files.set(`evidence/${hash}.json`, Buffer.from(bytes));
  }
  writeFileSync(join(folder, 'trust.json'), JSON.stringify(kit.profile()));
  mkdirSync(join(folder, 'folder', 'evidence'), { recursive: true });
  const zip = new ZipFile();
  let size = 0;
  for (const [name, bytes] of files) {
    writeFileSync(join(folder, 'folder', name), bytes);
    zip.addBuffer(bytes, name);
    size += bytes.length;
  }
  zip.end();
  const archive = join(folder, 'archive.zip');
  await finished(zip.outputStream.pipe(createWriteStream(archive)));
  return { folder: size, 'archive.zip': statSync(archive).size };
}

/** How often the process is asked how much processor time it has had: what it uses after the last time is not told. */
const POLL_MS = 50;

/**
 * @returns Milliseconds from the call to its end, start of the process included; and of processor time, all threads together,
 *   which other work on the machine hardly changes.
 */
async function judge(path, folder) {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'cli', 'bin', 'chopmark.mjs'),
      'verify',
      path,
      '--trust',
      join(folder, 'trust.json'),
      '--report',
      join(folder, 'report.csv'),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let processor = 0;
  const polling = setInterval(() => {
    processor = Math.max(processor, (cpuSeconds({ verify: child.pid }).verify ?? 0) * 1000);
  }, POLL_MS);
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const wall = performance.now() - began;
  clearInterval(polling);
  if (code !== 0 || !said.startsWith('10,000 files: 10,000 valid and in force'))
    throw new Error(`exit code ${code}: ${said}`);
  return { wall, processor };
}
