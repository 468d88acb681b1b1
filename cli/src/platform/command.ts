/**
 * The command `chopmark start`: runs until Ctrl-C, or its parent's end, and says what can be tried.
 *
 * @module
 */
import type { NetworkKind } from './home.js';
import { onParentGone } from './parent-pipe.js';
import { PlatformError } from './platform-error.js';
import { progressOn } from './progress.js';
import { type Platform, startPlatform } from './start.js';

const NETWORK_IS: Readonly<Record<NetworkKind, string>> = {
  embedded: 'an embedded network for development and evaluation, with invented data',
  native: 'real Hyperledger Fabric, all four organizations on this machine, with invented data',
};

/** @returns The exit code: 0 after a clean stop, 1 when the platform could not start. */
export async function startCommand(kind: NetworkKind, env: NodeJS.ProcessEnv): Promise<number> {
  const progress = progressOn(process.stderr);
  const stopAsked = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
    onParentGone(process, () => resolve('the parent is gone'));
  });
  const started = startPlatform(kind, env, progress).then(
    (platform) => ({ platform }),
    (error: unknown) => ({ error }),
  );
  // Asked to stop while still starting: first finish the start, then stop in order.
  const outcome = await started;
  if ('error' in outcome) return explain(outcome.error);
  process.stdout.write(welcome(outcome.platform));
  await stopAsked;
  progress.step('stopping; the data stays');
  await outcome.platform.stop();
  progress.step('stopped');
  return 0;
}

function explain(error: unknown): number {
  if (error instanceof PlatformError) {
    process.stderr.write(`\nChopmark did not start (${error.code}): ${error.message}\n${error.advice}\n`);
  } else {
    process.stderr.write(
      `\nChopmark did not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  }
  return 1;
}

function welcome({ gateways, verifyUrl, accounts, home, sampleNumber }: Platform): string {
  const rows = accounts.map(
    ({ gateway, account, password, roles }) =>
      `    ${gateway.padEnd(8)} ${account.padEnd(20)} ${password}   ${roles.join(', ')}`,
  );
  return `
  Chopmark 验戳 is running: ${NETWORK_IS[home.kind]}.

  Verify the sample invoice ${sampleNumber}
    ${verifyUrl}
    npx chopmark verify ${relative(home.samples)}/bundle.json          valid, exit code 0
    npx chopmark verify ${relative(home.samples)}/bundle-forged.json   invalid, exit code 4

  Gateways (interface described under /docs)
    tax bureau          ${gateways.tax}
    government office   ${gateways.affairs}
    court               ${gateways.court}

  Demo accounts (also in ${relative(home.accounts)})
${rows.join('\n')}

  How to issue an invoice by curl is in README.md. Ctrl-C stops everything; the data stays.

`;
}

/** Paths as a person would type them from here. */
function relative(path: string): string {
  const here = `${process.cwd()}/`;
  return path.startsWith(here) ? path.slice(here.length) : path;
}
