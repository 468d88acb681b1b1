/**
 * The leader of the orderers dies or freezes: time from then until an invoice that is sent at that moment is on the
 * ledger. Its keeper is frozen meanwhile, so that a killed leader stays away, as a lost machine does.
 */
import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { quantile, report, seconds } from './report.mjs';

const ROUNDS = 20;
const SETTLE_MS = 120_000;
const POLL_MS = 250;
const IS_LEADER = /^consensus_BFT_is_leader\{[^}]*\}\s+1/m;

export async function benchFailover(platform) {
  if (platform.kind !== 'native') throw new Error('failover is measured with --network native');
  for (const [name, { what, strike, heal }] of Object.entries(STRIKES)) {
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

/**
 * Every node answers, is at the same height and takes part in the consensus: a healed orderer has all blocks long before
 * it votes again, and two of four that do not are one too many.
 */
async function settled(platform, token, name) {
  const deadline = Date.now() + SETTLE_MS;
  for (let attempt = 0; Date.now() < deadline; attempt += 1) {
    await platform.issue(token, `settle-${name}-${attempt}`);
    const { stdout } = await platform.command('network', 'status', '--kind', 'native', '--json');
    const { state, nodes } = JSON.parse(stdout);
    const roles = nodes.filter(({ role }) => role === 'orderer').map(({ detail }) => detail);
    if (
      state === 'up' &&
      nodes.every(({ lag }) => (lag ?? 0) === 0) &&
      roles.sort().join(' ') === 'consenter consenter consenter leader'
    )
      return;
    await delay(POLL_MS);
  }
  throw new Error('the network does not settle');
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
