/** The runner of `npm test` with one suite: `node run-one.mjs <folder> <file>`. */
import { endSuites, runSuite } from '../../../scripts/run-suite.mjs';

const [, , folder, file] = process.argv;
process.on('SIGTERM', endSuites);
const { code } = await runSuite({ name: 'one', spec: [file] }, folder, false);
process.exit(code);
