/** From nothing to a verified sample, and again with the same data. The first start belongs to every benchmark. */
import { report } from './report.mjs';

const ROUNDS = 3;
const inSeconds = (time) => `${(time / 1000).toFixed(1)} s`;

/** @param first Milliseconds that the first start took. */
export async function benchStart(platform, first) {
  const again = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await platform.stop();
    again.push(await platform.start());
  }
  report(
    'start to verified sample',
    `first run ${inSeconds(first)}`,
    ...again.map((time) => `again ${inSeconds(time)}`),
  );
}
