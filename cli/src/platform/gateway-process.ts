/**
 * One organization's gateway as a process of a platform.
 *
 * @module
 */
import { join } from 'node:path';
import { SupervisedChild } from './child-process.js';
import type { GatewayKey } from './gateway-ports.js';
import { type Home, PROJECT } from './home.js';
import type { Progress } from './progress.js';

const TIMEOUT_MS = 60_000;

export const GATEWAY_SCRIPT = join(PROJECT, 'gateway', 'dist', 'main.js');

export interface GatewayWiring {
  /** File that says how it reaches the network. */
  readonly connection: string;
  readonly databaseUrl: string;
  readonly port: number;
  /** As its users see it. */
  readonly url: string;
}

/** What tells `gateway/dist/main.js` who it is (docs/operations.md). */
export function gatewayEnvironment(
  home: Home,
  key: GatewayKey,
  { connection, databaseUrl, port, url }: GatewayWiring,
): Readonly<Record<string, string>> {
  return {
    CHOPMARK_ORGANIZATION: key,
    CHOPMARK_CONNECTION: connection,
    DATABASE_URL: databaseUrl,
    CHOPMARK_GATEWAY_PORT: String(port),
    CHOPMARK_HOST: '127.0.0.1',
    CHOPMARK_PUBLIC_URL: url,
    CHOPMARK_DATA_DIR: home.gatewayData(key),
    CHOPMARK_MODE: 'demo',
    CHOPMARK_WEBHOOK_TARGETS: 'loopback',
    CHOPMARK_DEMO_ACCOUNTS: home.accounts,
    CHOPMARK_SAMPLES_DIR: home.samples,
    CHOPMARK_WEB_DIR: join(PROJECT, 'web', 'dist'),
    CHOPMARK_SDK_DIR: join(PROJECT, 'client', 'dist', 'sdk'),
  };
}

export function gatewayProcess(
  home: Home,
  key: GatewayKey,
  wiring: GatewayWiring,
  progress: Progress,
): SupervisedChild {
  return new SupervisedChild(
    {
      name: `gateway-${key}`,
      script: GATEWAY_SCRIPT,
      env: gatewayEnvironment(home, key, wiring),
      logs: home.logs,
      startTimeoutMs: TIMEOUT_MS,
    },
    progress,
  );
}
