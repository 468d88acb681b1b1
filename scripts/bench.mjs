/**
 * `npm run bench`: the figures of docs/performance.md, measured on this machine against a platform of its own
 * (a temporary home, ports of its own), over HTTP and the library as users have them.
 *
 *   npm run bench                              all that the embedded network has
 *   npm run bench -- start single              some of: start, single, load, overload, bulk, import, verify, verify-browser, verify-bulk, full, submit, memory, tracing, failover
 *   npm run bench -- --network native memory   on real Fabric (FABRIC_BIN)
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { bootstrap, say } from './bootstrap.mjs';
import { BenchPlatform } from './bench/platform.mjs';

const TOPICS = {
  start: async () => (await import('./bench/start.mjs')).benchStart,
  memory: async () => (await import('./bench/memory.mjs')).benchMemory,
  submit: async () => (await import('./bench/submit.mjs')).benchSubmit,
  single: async () => (await import('./bench/single.mjs')).benchSingle,
  load: async () => (await import('./bench/load.mjs')).benchLoad,
  overload: async () => (await import('./bench/overload.mjs')).benchOverload,
  bulk: async () => (await import('./bench/bulk.mjs')).benchBulk,
  import: async () => (await import('./bench/import.mjs')).benchImport,
  verify: async () => (await import('./bench/verify.mjs')).benchVerify,
  'verify-browser': async () => (await import('./bench/verify-browser.mjs')).benchVerifyBrowser,
  full: async () => (await import('./bench/full.mjs')).benchFull,
  'verify-bulk': async () => (await import('./bench/verify-bulk.mjs')).benchVerifyBulk,
  tracing: async () => (await import('./bench/tracing.mjs')).benchTracing,
  failover: async () => (await import('./bench/failover.mjs')).benchFailover,
};
/** Needs orderers that can die. */
const NATIVE_ONLY = ['failover'];

/** Takes many minutes: only when it is asked for by name. */
const LONG = ['import'];

/** Need no platform: nothing is started when only they are asked for. */
const ALONE = ['verify-browser', 'verify-bulk', 'tracing'];

const { values, positionals } = parseArgs({
  options: { network: { type: 'string', default: 'embedded' } },
  allowPositionals: true,
});
const kind = values.network;
const unknown = positionals.filter((name) => !(name in TOPICS));
if (unknown.length > 0 || (kind !== 'embedded' && kind !== 'native')) {
  say(`There are: ${Object.keys(TOPICS).join(', ')}; --network embedded or native.`);
  process.exit(2);
}
const asked =
  positionals.length > 0
    ? positionals
    : Object.keys(TOPICS)
        .filter((name) => !LONG.includes(name))
        .filter((name) => kind === 'native' || !NATIVE_ONLY.includes(name));

await bootstrap();
say(
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, ${kind} network, ${new Date().toISOString()}`,
);
/** Others' work counts, and so does what is measured itself. */
const load = () => (loadavg()[0] ?? 0).toFixed(1);
console.log(`load average at the beginning: ${load()}`);
const platform = new BenchPlatform(kind);
try {
  const first = asked.every((name) => ALONE.includes(name)) ? undefined : await platform.start();
  for (const name of Object.keys(TOPICS).filter((topic) => asked.includes(topic))) {
    const bench = await TOPICS[name]();
    const before = load();
    await bench(platform, first);
    console.log(`  load average ${before} before, ${load()} after`);
  }
} finally {
  await platform.destroy();
}
