/**
 * `chopmark projection rebuild`: what a gateway's database says of the ledger, made anew from the first block. A
 * gateway in production has the same as `node gateway/dist/projection/main.js`, with its own environment.
 *
 * @module
 */
import type { Command } from 'commander';
import { gatewayOption, runGatewayTool } from '../fsck/gateway-tool.js';
import { runningKindOption } from '../network/network-commands.js';
import { networkHome } from '../network/network-home.js';
import type { GatewayKey } from '../platform/gateway-ports.js';
import type { Home, NetworkKind } from '../platform/home.js';
import { PlatformError } from '../platform/platform-error.js';
import { plain } from '../verify/terminal.js';

interface RebuildOptions {
  readonly gateway: GatewayKey;
  readonly kind?: NetworkKind;
  readonly replace?: true;
  readonly json?: true;
}

type Answer =
  | { readonly halt: { readonly code: string; readonly detail: string } }
  | {
      readonly blocks: number;
      readonly different: number;
      readonly differences: readonly {
        readonly table: string;
        readonly key: string;
        readonly live: unknown;
        readonly folded: unknown;
      }[];
      readonly replaced: boolean;
    };

const HELP = `
Exit code: 0 it is the same, or was replaced; 4 it differs, or the chain contradicts the database; 1 it could not be told.

Without --replace nothing is changed, and the platform may run. --replace needs the database for itself: stop the platform
first. What the gateway did itself (documents, numbers, envelopes it signed) is never touched.`;

export function addProjectionCommand(program: Command): void {
  program
    .command('projection')
    .summary('what the database says of the ledger')
    .description('What a gateway’s database says of the ledger, folded from the blocks.')
    .command('rebuild')
    .summary('fold all blocks anew and compare')
    .description('Folds all blocks anew, beside what is there, and compares the two byte by byte.')
    .addOption(runningKindOption())
    .addOption(gatewayOption())
    .option('--replace', 'put the new one in the place of one that differs')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', HELP)
    .action(async ({ kind, ...options }: RebuildOptions) => {
      try {
        process.exitCode = await rebuildCommand(networkHome(kind, process.env), process.env, options);
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        process.stderr.write(`nothing was rebuilt (${error.code}): ${error.message}\n${error.advice}\n`);
        process.exitCode = 1;
      }
    });
}

/** @returns The exit code. @throws {PlatformError} */
async function rebuildCommand(
  home: Home,
  env: NodeJS.ProcessEnv,
  { gateway, replace, json }: RebuildOptions,
): Promise<number> {
  const { code, text } = await runGatewayTool(home, env, {
    gateway,
    script: ['projection', 'main.js'],
    args: replace ? ['--replace'] : [],
    changes: replace === true,
    looksWithout: '--replace',
    step: 'folding all blocks anew',
  });
  if (text !== '') process.stdout.write(json ? text : format(JSON.parse(text) as Answer));
  return code;
}

function format(answer: Answer): string {
  if ('halt' in answer)
    return `the chain contradicts the database (${answer.halt.code}): ${plain(answer.halt.detail)}\n`;
  const { blocks, different, differences, replaced } = answer;
  if (different === 0) return `the same, byte by byte, from ${blocks} blocks\n`;
  const rows = differences.flatMap(({ table, key, live, folded }) => [
    `  ${table} ${plain(key)}`,
    `    database ${plain(JSON.stringify(live))}`,
    `    blocks   ${plain(JSON.stringify(folded))}`,
  ]);
  const more = different > differences.length ? [`  and ${different - differences.length} more`] : [];
  const end = replaced
    ? 'the database now says what the blocks say'
    : 'nothing was changed: --replace does it';
  return `${[`${different} rows differ, from ${blocks} blocks:`, ...rows, ...more, end].join('\n')}\n`;
}
