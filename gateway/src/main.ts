/**
 * The gateway as a process: reads the environment, starts, drains on SIGTERM and when its parent goes. The only module
 * here that touches `process.env` and ends the process.
 *
 * @module
 */
import { pino, type Logger } from 'pino';
import { ConfigError, configFrom, printableConfig } from './config.js';
import { checkFiles } from './config/check-files.js';
import { networkFaultsIn } from './config/production.js';
import { parentOf } from './parent.js';
import { cleanText, loggerOptions } from './request-log.js';
import { resolveSecrets } from './secrets.js';
import { SchemaNewerError } from './store/migrate.js';
import { startGateway, type RunningGateway } from './start-gateway.js';

/** Trying again is of no use until another version is installed: a supervisor can tell by it. */
const SCHEMA_NEWER_EXIT = 3;

const parent = parentOf(process);

/** A start that is nearly done is finished, so that whoever was let in already is not cut off. */
const STARTING_MS = 2_000;

/** What a signal does: nothing is running at first. */
let stop = (): void => process.exit(0);

async function run(): Promise<void> {
  const { env, faults } = resolveSecrets(process.env);
  const config = configFrom(env, [...faults, ...networkFaultsIn(env)]);
  if (process.argv.includes('--check-config')) {
    const { faults: inFiles, warnings } = await checkFiles(config, new Date());
    for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
    if (inFiles.length > 0) throw new ConfigError(inFiles);
    process.stdout.write(`${printableConfig(config)}\n`);
    return;
  }
  process.on('SIGTERM', () => stop());
  process.on('SIGINT', () => stop());
  parent.onGone(() => stop());

  const logger = pino(loggerOptions(config.logLevel));
  const starting = startGateway(config, {
    logger,
    progress: (text) => void parent.tell({ type: 'progress', text }),
  });
  stop = () => {
    const timer = setTimeout(() => process.exit(0), STARTING_MS);
    const drain = (): void => {
      clearTimeout(timer);
      stop();
    };
    starting.then(drain, () => undefined);
  };
  const gateway = await starting;
  stop = drainOnce(gateway, logger);
  logger.info({ url: gateway.url, organization: config.organization }, 'listening');
  await parent.tell({ type: 'ready', url: config.publicUrl === '' ? gateway.url : config.publicUrl });
}

function drainOnce(gateway: RunningGateway, logger: Logger): () => void {
  let draining = false;
  return () => {
    if (draining) return;
    draining = true;
    logger.info('draining');
    gateway.stop().then(
      () => process.exit(0),
      (err: unknown) => {
        logger.error({ err }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
}

run().catch(async (error: unknown) => {
  const text = error instanceof Error ? error.message : 'the gateway failed to start';
  const isOurs = error instanceof ConfigError || error instanceof SchemaNewerError;
  await parent.tell({ type: 'failed', text: isOurs ? text : cleanText(text) });
  process.exit(error instanceof SchemaNewerError ? SCHEMA_NEWER_EXIT : 1);
});
