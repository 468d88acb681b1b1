/**
 * Many at once: single POSTs of one invoice each, as fast as the gateway answers (a closed loop of clients, each waiting
 * for the anchored answer before its next). The clients run in a process of their own and share the machine.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { cpuSeconds } from './cpu.mjs';
import { report, spread } from './report.mjs';

const CLIENTS = Number(process.env.BENCH_CLIENTS ?? 512);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 15);
const WARM_UP_SECONDS = 5;

export async function benchLoad(platform) {
  const { pids } = platform.readJson('running.json');
  const before = cpuSeconds(pids);
  const token = await platform.signIn();
  const body = JSON.stringify(platform.sample());
  const child = fork(fileURLToPath(new URL('./load-clients.mjs', import.meta.url)));
  const answer = new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the clients ended with ${code}`)));
  });
  child.send({
    url: platform.url,
    token,
    body,
    clients: CLIENTS,
    warmUpMs: WARM_UP_SECONDS * 1000,
    measureMs: SECONDS * 1000,
  });
  const { anchored, times, others, sent } = await answer;
  child.kill();
  const after = cpuSeconds(pids);
  const unlike = Object.entries(others).map(([status, count]) => `${count} × ${status}`);
  report(
    'single POSTs under load',
    `${CLIENTS} clients, ${SECONDS} s`,
    `${Math.round(anchored / SECONDS)} anchored/s`,
    ...spread(times),
    unlike.length > 0 ? `other answers: ${unlike.join(', ')}` : 'no other answer',
  );
  const costs = Object.keys(pids)
    .map((name) => [name, ((after[name] - before[name]) * 1000) / sent])
    .filter(([, each]) => each >= 0.05);
  report('processor time for each', ...costs.map(([name, each]) => `${name} ${each.toFixed(2)} ms`));
}
