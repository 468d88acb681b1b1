/**
 * A suite as a process of its own, so that no suite lives on another's leftovers. It ends with this process, however that
 * ends: by its standard input, a pipe whose other end is here (test/support/end-with-runner.mjs).
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bootstrap.mjs';

const running = new Set();

/**
 * @param suite Name and files.
 * @param folder For its results and its temporary files.
 * @param live Whether it prints as it goes; else at its end, so that two suites do not mix their lines.
 */
export async function runSuite(suite, folder, live) {
  const results = join(folder, `${suite.name}.json`);
  const args = ['--reporter', join(ROOT, 'test', 'support', 'reporter.cjs'), ...suite.spec];
  const code = await runMocha(args, { live, env: { TMPDIR: folder, CHOPMARK_TEST_RESULTS: results } });
  return { code, ...readResults(results) };
}

/**
 * @param args Of mocha, beside those of every run.
 * @param env Beside the one of this process.
 * @returns Its exit code.
 */
export function runMocha(args, { live, env }) {
  const always = [
    join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js'),
    '--no-config',
    '--import=tsx',
    `--require=${join(ROOT, 'test', 'support', 'end-with-runner.mjs')}`,
    // For a test that hangs: one that goes on may need minutes on a busy machine.
    '--timeout=120000',
    '--forbid-only',
  ];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...always, ...args], {
      cwd: ROOT,
      stdio: ['pipe', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
      // A group of its own: Ctrl-C in a terminal reaches the runner alone, which then ends it in order.
      detached: true,
      env: { ...process.env, CHOPMARK_RUNNER_PIPE: '1', CORE_CHAINCODE_LOGGING_LEVEL: 'error', ...env },
    });
    running.add(child);
    child.stdin.on('error', () => undefined);
    const said = [];
    child.stdout?.on('data', (chunk) => said.push(chunk));
    child.stderr?.on('data', (chunk) => said.push(chunk));
    child.on('close', (code) => {
      running.delete(child);
      process.stdout.write(Buffer.concat(said));
      resolve(code ?? 1);
    });
  });
}

/** Has all that run end, with everything they started. */
export function endSuites() {
  for (const child of running) child.stdin.end();
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, names: [], failures: [] };
  }
}
