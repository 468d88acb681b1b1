/**
 * `npm run faults`: the fault experiments of test/faults for as long as asked, for a night rather than for each change.
 *
 *   npm run faults -- --rounds 500                 on the embedded network
 *   npm run faults -- --rounds 500 --seed 7        as it was that time
 *   npm run faults -- --network native             on real Fabric (FABRIC_BIN or PATH)
 */
import { parseArgs } from 'node:util';
import { bootstrap } from './bootstrap.mjs';
import { runFaults } from './run-faults.mjs';

const NETWORKS = ['embedded', 'native'];

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '500' },
    seed: { type: 'string' },
    network: { type: 'string', default: 'embedded' },
  },
});
const { rounds, seed, network } = values;
if (!/^[1-9]\d{0,6}$/.test(rounds) || !/^\d{1,9}$/.test(seed ?? '0') || !NETWORKS.includes(network)) {
  console.error(`--rounds takes a number of 1 or more, --seed a number, --network ${NETWORKS.join(' or ')}.`);
  process.exit(2);
}
await bootstrap();
process.exit(await runFaults({ rounds, seed, network }));
