/**
 * A program of a gateway's on its database and ledger of this machine, which are started for it when they
 * are not up. This part never imports the gateway.
 *
 * @module
 */
import { join } from 'node:path';
import { Option } from 'commander';
import { launcherOf } from '../network/network-home.js';
import { GATEWAYS, type GatewayKey } from '../platform/gateway-ports.js';
import { startGround } from '../platform/index.js';
import { runGatewayScript, type ScriptAnswer } from '../platform/gateway-script.js';
import { type Home, readJson } from '../platform/home.js';
import { PlatformError } from '../platform/platform-error.js';
import { progressOn } from '../platform/progress.js';
import { runningDatabaseUrl } from './running-database.js';

/** Whose database and namespace a command is about. */
export function gatewayOption(): Option {
  return new Option('--gateway <organization>', 'whose database').choices(GATEWAYS).default('tax');
}

export interface GatewayTool {
  readonly gateway: GatewayKey;
  /** Path below the gateway's built program. */
  readonly script: readonly string[];
  readonly args: readonly string[];
  /** Whether it changes the database, which it then needs for itself. */
  readonly changes: boolean;
  /** Options without which it changes nothing, in words. */
  readonly looksWithout: string;
  /** What it does, for who waits. */
  readonly step: string;
}

/** @returns On stdout JSON; nothing when it failed. @throws {PlatformError} */
export async function runGatewayTool(
  home: Home,
  env: NodeJS.ProcessEnv,
  tool: GatewayTool,
): Promise<ScriptAnswer> {
  const progress = progressOn(process.stderr);
  const holder = launcherOf(home);
  if (holder !== undefined && tool.changes) {
    throw new PlatformError(
      'ALREADY_RUNNING',
      `Chopmark runs in this home (process ${holder}), and this changes its database.`,
      `Stop it with Ctrl-C and try again. Without ${tool.looksWithout} it may run.`,
    );
  }
  if (holder !== undefined) {
    progress.step(tool.step);
    return runOn(
      home,
      join(home.network, 'connections', `${tool.gateway}.json`),
      runningDatabaseUrl(home, tool.gateway),
      tool,
    );
  }
  const ground = await startGround(home.kind, env, progress);
  try {
    progress.step(tool.step);
    return await runOn(home, ground.connections[tool.gateway], ground.databaseUrls[tool.gateway], tool);
  } finally {
    await ground.stop();
  }
}

/** As the platform says while it runs; empty: links are relative. */
function publicUrlOf(home: Home, gateway: GatewayKey): string {
  const running = readJson(home.running) as { gateways?: Partial<Record<GatewayKey, string>> } | undefined;
  return running?.gateways?.[gateway] ?? '';
}

function runOn(
  home: Home,
  connection: string,
  databaseUrl: string,
  { gateway, script, args }: GatewayTool,
): Promise<ScriptAnswer> {
  return runGatewayScript(script, args, {
    ...process.env,
    CHOPMARK_ORGANIZATION: gateway,
    CHOPMARK_CONNECTION: connection,
    CHOPMARK_DATA_DIR: home.gatewayData(gateway),
    CHOPMARK_MODE: 'demo',
    CHOPMARK_PUBLIC_URL: publicUrlOf(home, gateway),
    DATABASE_URL: databaseUrl,
  });
}
