/**
 * A program of a gateway's on its own machine: with the gateway's environment, or with what a platform of this machine
 * says of its gateways. This part never imports the gateway.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { runGatewayTool } from '../fsck/gateway-tool.js';
import { isMade, networkHome } from '../network/network-home.js';
import { GATEWAYS, type GatewayKey } from '../platform/gateway-ports.js';
import { runGatewayScript, type ScriptAnswer } from '../platform/gateway-script.js';
import { PlatformError } from '../platform/platform-error.js';
import { parseSettings } from './settings.js';

const USAGE = 2;

/** Any of these in the environment, and the environment is a gateway's. */
const OF_A_GATEWAY = ['CHOPMARK_ORGANIZATION', 'CHOPMARK_CONNECTION', 'DATABASE_URL', 'DATABASE_URL_FILE'];

/** Which gateway a command is about. */
interface WhichGateway {
  readonly settings?: string;
  readonly gateway?: GatewayKey;
}

/** What every command of this kind takes. */
export interface ProgramOptions extends WhichGateway {
  readonly json?: true;
}

export function addWhichGateway(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--settings <file>',
        'systemd unit or file of NAME=VALUE lines of the gateway (default: this environment, else the platform of this machine)',
      ),
    )
    .addOption(
      new Option(
        '--gateway <organization>',
        'gateway of the platform of this machine, of npm start (default: tax)',
      )
        .choices(GATEWAYS)
        .conflicts('settings'),
    );
}

/**
 * Runs the program, prints its answer, and ends as it does.
 *
 * @param format What people read of an answer in JSON.
 */
export async function tellGatewayProgram(
  script: readonly string[],
  args: readonly string[],
  { json, ...which }: ProgramOptions,
  format: (text: string) => string,
): Promise<void> {
  const { code, text } = await runGatewayProgram(script, args, which);
  process.exitCode = code;
  if (text !== '') process.stdout.write(json === true ? text : format(text));
}

/**
 * @param script Path below the gateway's built program.
 * @returns Its exit code; 2 when nothing says which gateway is meant, 1 when the platform cannot be reached.
 */
async function runGatewayProgram(
  script: readonly string[],
  args: readonly string[],
  { settings, gateway }: WhichGateway,
): Promise<ScriptAnswer> {
  const { env } = process;
  if (settings !== undefined)
    return runGatewayScript(script, args, { ...env, ...parseSettings(readFileSync(settings, 'utf8')) });
  if (gateway === undefined && OF_A_GATEWAY.some((name) => env[name]))
    return runGatewayScript(script, args, env);
  const home = networkHome(undefined, env);
  if (!isMade(home)) {
    process.stderr.write(
      `No gateway to ask: there is no platform in ${home.root}, and this environment is not a gateway's.\n` +
        'Pass --settings FILE with the settings of the gateway, or start a platform (npm start); CHOPMARK_HOME names another folder.\n',
    );
    return { code: USAGE, text: '' };
  }
  try {
    return await runGatewayTool(home, env, {
      gateway: gateway ?? 'tax',
      script,
      args,
      // These programs may run beside gateways.
      changes: false,
      looksWithout: '',
      step: `asking the database of ${gateway ?? 'tax'}`,
    });
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    process.stderr.write(`${error.code}: ${error.message}\n${error.advice}\n`);
    return { code: 1, text: '' };
  }
}
