/** Processor time of the platform's processes, children included, from /proc (Linux). */
import { readFileSync, readdirSync } from 'node:fs';

/** Clock ticks a second; 100 on every Linux that Node runs on. */
const TICKS = 100;

function processes() {
  const all = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // The name in parentheses may hold spaces.
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      all.set(Number(name), {
        parent: Number(fields[1]),
        seconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
      });
    } catch {
      // ended meanwhile
    }
  }
  return all;
}

/** @param {Record<string, number>} pids name → pid. @returns {Record<string, number>} name → seconds so far. */
export function cpuSeconds(pids) {
  const all = processes();
  const named = new Map(Object.entries(pids).map(([name, pid]) => [pid, name]));
  const sums = Object.fromEntries(Object.keys(pids).map((name) => [name, 0]));
  for (const [pid, { seconds }] of all) {
    let at = pid;
    while (at > 1 && !named.has(at)) at = all.get(at)?.parent ?? 0;
    if (named.has(at)) sums[named.get(at)] += seconds;
  }
  return sums;
}
