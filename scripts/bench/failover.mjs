/**
 * The leader of the orderers dies or freezes: time from then until an invoice that is sent at that moment is on the
 * ledger. Its keeper is frozen meanwhile, so that a killed leader stays away, as a lost machine does.
 */
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { quantile, report, seconds } from './report.mjs';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 20);
/** Some of `STRIKES`, by name. */
const ASKED = process.env.BENCH_STRIKES?.split(',');
const SETTLE_MS = 180_000;
/** Longer than an orderer that was away may still be busy with itself (docs/decisions/0040). */
const STEADY_MS = Number(process.env.BENCH_STEADY_MS ?? 10_000);
const POLL_MS = 250;
const IS_LEADER = /^consensus_BFT_is_leader\{[^}]*\}\s+1/m;

export async function benchFailover(platform) {
  if (platform.kind !== 'native') throw new Error('failover is measured with --network native');
  const strikes = Object.entries(STRIKES).filter(([name]) => ASKED?.includes(name) ?? true);
  for (const [name, { what, strike, heal }] of strikes) {
    const times = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      // A session ends after a while; signing in is not what is measured.
      const token = await platform.signIn();
      await settled(platform, token, `${name}-${round}`);
      const { pids } = platform.readJson('running.json');
      const leader = pids[`orderer-${await leaderOf(platform)}`];
      strike(leader, pids.network);
      try {
        times.push(await platform.issue(token, `failover-${name}-${round}`));
      } finally {
        heal(leader, pids.network);
      }
      const load = (loadavg()[0] ?? 0).toFixed(1);
      console.error(`  leader ${what}, run ${round + 1}: ${seconds(times.at(-1))}, load average ${load}`);
    }
    report(
      `leader ${what} to next invoice anchored`,
      `${ROUNDS} runs`,
      times.map(seconds).join(' '),
      `p50 ${seconds(quantile(times, 0.5))}`,
      `max ${seconds(Math.max(...times))}`,
    );
  }
}

const STRIKES = {
  gone: {
    what: 'killed (-9) and gone',
    strike: (leader, keeper) => {
      process.kill(keeper, 'SIGSTOP');
      process.kill(leader, 'SIGKILL');
    },
    heal: (_, keeper) => process.kill(keeper, 'SIGCONT'),
  },
  restarted: {
    what: 'killed (-9) and started again by its keeper',
    strike: (leader) => process.kill(leader, 'SIGKILL'),
    heal: () => undefined,
  },
  frozen: {
    what: 'frozen (SIGSTOP)',
    strike: (leader) => process.kill(leader, 'SIGSTOP'),
    heal: (leader) => process.kill(leader, 'SIGCONT'),
  },
};

/** The network was whole for a while: what is measured is one fault, not what is left of the one before. */
async function settled(platform, token, name) {
  const deadline = Date.now() + SETTLE_MS;
  let wholeSince;
  for (let attempt = 0; Date.now() < deadline; attempt += 1) {
    await platform.issue(token, `settle-${name}-${attempt}`);
    if (!(await isWhole(platform))) wholeSince = undefined;
    else wholeSince ??= Date.now();
    if (wholeSince !== undefined && Date.now() - wholeSince >= STEADY_MS) return;
    await delay(POLL_MS);
  }
  throw new Error('the network does not settle');
}

/**
 * Every node answers, is at the same height and takes part in the consensus: a healed orderer has all blocks long before
 * it votes again, and two of four that do not are one too many.
 */
async function isWhole(platform) {
  const { stdout } = await platform.command('network', 'status', '--kind', 'native', '--json');
  // Nothing when the question itself failed; why stands on standard error.
  const { state, nodes = [] } = JSON.parse(stdout || '{}');
  const roles = nodes.filter(({ role }) => role === 'orderer').map(({ detail }) => detail);
  return (
    state === 'up' &&
    nodes.every(({ lag }) => (lag ?? 0) === 0) &&
    roles.sort().join(' ') === 'consenter consenter consenter leader'
  );
}

/** @returns Key of the organization whose orderer says that it leads. */
async function leaderOf(platform) {
  const { organizations } = platform.readJson('native', 'network', 'network.json');
  for (const { key, ports } of organizations) {
    const answer = await fetch(`http://127.0.0.1:${ports.ordererOperations}/metrics`);
    if (IS_LEADER.test(await answer.text())) return key;
  }
  throw new Error('no orderer leads');
}
