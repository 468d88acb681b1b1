/**
 * Many at once: single POSTs of one invoice each, as fast as the gateway answers (a closed loop of clients, each waiting
 * for the anchored answer before its next). The clients run in a process of their own and share the machine.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cpuSeconds } from './cpu.mjs';
import { moreGateways } from './more-gateways.mjs';
import { report, spread } from './report.mjs';

const CLIENTS = Number(process.env.BENCH_CLIENTS ?? 512);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 15);
const PROCESSES = Number(process.env.BENCH_PROCESSES ?? 1);
const WARM_UP_SECONDS = Number(process.env.BENCH_WARM_UP ?? 5);
const LEAST_SHOWN_MS = 0.02;

export async function benchLoad(platform) {
  const gateways = await moreGateways(platform, PROCESSES);
  const result = await press(platform, { clients: CLIENTS, ...gateways }).finally(gateways.stop);
  const name = PROCESSES === 1 ? '' : `, ${PROCESSES} gateway processes`;
  reportLoad(`single POSTs under load${name}`, CLIENTS, result);
  report(
    'processor time for each',
    ...result.costs
      .filter(([, each]) => each >= LEAST_SHOWN_MS)
      .map(([name, each]) => `${name} ${each.toFixed(2)} ms`),
  );
}

export function reportLoad(name, clients, { perSecond, times, refusals, others }) {
  const unlike = Object.entries(others).map(([status, count]) => `${count} × ${status}`);
  report(
    name,
    `${clients} clients, ${SECONDS} s`,
    `${Math.round(perSecond)} anchored/s`,
    ...spread(times),
    refusals.length > 0 ? `${refusals.length} turned away` : 'nobody turned away',
    unlike.length > 0 ? `other answers: ${unlike.join(', ')}` : 'no other answer',
  );
}

/**
 * @param load `clients`; of more than the platform's own gateway `urls` and `pids`.
 * @returns Anchored per second of the measured time; milliseconds of each anchored answer and of each refusal; counts of
 *   other answers by status; ids of all that was taken; processor time for each answer in milliseconds, by process.
 */
export async function press(platform, { clients, urls = [platform.url], pids: added = {} }) {
  const pids = { ...platform.readJson('running.json').pids, ...added };
  const token = await platform.signIn();
  const body = JSON.stringify(platform.sample());
  const child = fork(fileURLToPath(new URL('./load-clients.mjs', import.meta.url)));
  const marks = {};
  const answer = new Promise((resolve, reject) => {
    child.on('message', ({ said, ...rest }) => {
      if (said === 'over') resolve(rest);
      else marks[said] = { answered: rest.answered, cpu: { ...cpuSeconds(pids), clients: rest.seconds } };
    });
    child.once('exit', (code) => reject(new Error(`the clients ended with ${code}`)));
  });
  child.send({
    urls,
    token,
    body,
    clients,
    warmUpMs: WARM_UP_SECONDS * 1000,
    measureMs: SECONDS * 1000,
  });
  const result = await answer;
  child.kill();
  const { began, ended } = marks;
  const answered = ended.answered - began.answered;
  const costs = Object.keys(ended.cpu).map((name) => [
    name,
    ((ended.cpu[name] - began.cpu[name]) * 1000) / answered,
  ]);
  return { ...result, perSecond: result.times.length / SECONDS, costs };
}
