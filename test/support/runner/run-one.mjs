/** The runner of `npm test` with one suite, or of `npm run faults`: `node run-one.mjs <test|faults> <folder> <file>`. */
import { runFaults } from '../../../scripts/run-faults.mjs';
import { endSuites, runSuite } from '../../../scripts/run-suite.mjs';

const [, , command, folder, file] = process.argv;
if (command === 'faults') process.exit(await runFaults({ rounds: '1', network: 'embedded' }, file));
process.on('SIGTERM', endSuites);
const { code } = await runSuite({ name: 'one', spec: [file] }, folder, false);
process.exit(code);
