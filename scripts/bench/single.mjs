/** One invoice after the other: the request until the hash is on the ledger. */
import { report, spread } from './report.mjs';

const ROUNDS = 200;

export async function benchSingle(platform) {
  const token = await platform.signIn();
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await platform.issue(token, `bench-${round}`));
  report('single POST to anchored', `${ROUNDS} in a row`, ...spread(times));
}
