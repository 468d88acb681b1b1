/** The verbs of `chopmark network` for a network of several hosts, as a process of its own. Results on standard output. */
import { NetworkError } from '../network-error.js';
import { Options, UsageError } from './options.js';
import { USAGE } from './usage.js';
import { VERBS } from './verbs.js';

const FAILED = 1;
const MISUSED = 2;

async function run([name = '', ...args]: readonly string[]): Promise<number> {
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb || args.includes('--help')) {
    process.stderr.write(USAGE);
    return name === '--help' || verb ? 0 : MISUSED;
  }
  try {
    const result = await verb(new Options(args), (text) => process.stderr.write(`${text}\n`));
    process.stdout.write(result);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`chopmark network ${name}: ${error.message}\n\n${USAGE}`);
      return MISUSED;
    }
    const text = error instanceof NetworkError ? error.message : String((error as Error).stack ?? error);
    process.stderr.write(`chopmark network ${name}: ${text}\n`);
    return FAILED;
  }
}

process.exitCode = await run(process.argv.slice(2));
