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
const WARM_UP_SECONDS = Number(process.env.BENCH_WARM_UP ?? 5);
const LEAST_SHOWN_MS = 0.02;

export async function benchLoad(platform) {
  const { pids } = platform.readJson('running.json');
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
    url: platform.url,
    token,
    body,
    clients: CLIENTS,
    warmUpMs: WARM_UP_SECONDS * 1000,
    measureMs: SECONDS * 1000,
  });
  const { anchored, times, others } = await answer;
  child.kill();
  const unlike = Object.entries(others).map(([status, count]) => `${count} × ${status}`);
  report(
    'single POSTs under load',
    `${CLIENTS} clients, ${SECONDS} s`,
    `${Math.round(anchored / SECONDS)} anchored/s`,
    ...spread(times),
    unlike.length > 0 ? `other answers: ${unlike.join(', ')}` : 'no other answer',
  );
  const { began, ended } = marks;
  const answered = ended.answered - began.answered;
  const costs = Object.keys(ended.cpu)
    .map((name) => [name, ((ended.cpu[name] - began.cpu[name]) * 1000) / answered])
    .filter(([, each]) => each >= LEAST_SHOWN_MS);
  report('processor time for each', ...costs.map(([name, each]) => `${name} ${each.toFixed(2)} ms`));
}
