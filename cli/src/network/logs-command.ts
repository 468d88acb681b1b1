/**
 * `chopmark network logs`: what the processes of network and platform wrote, by name.
 *
 * @module
 */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Home } from '../platform/home.js';

const DONE = 0;
const WRONG_CALL = 2;
const POLL_MS = 250;
/** The end of a log is read from at most this far back. */
const WINDOW_BYTES = 256 * 1024;

interface Log {
  readonly name: string;
  readonly path: string;
}

export interface LogsOptions {
  readonly lines: number;
  readonly follow: boolean;
}

/**
 * @param name E.g. `peer-tax`; all when it is missing.
 * @returns 0; 2 when there is no log of that name.
 */
export async function logsCommand(
  home: Home,
  name: string | undefined,
  { lines, follow }: LogsOptions,
): Promise<number> {
  const known = logsOf(home);
  const wanted = name === undefined ? known : known.filter((log) => log.name === name);
  if (wanted.length === 0) {
    const names = known.map((log) => log.name).join(', ') || 'none yet';
    process.stderr.write(
      `chopmark: no log${name === undefined ? '' : ` "${name}"`} in ${home.root}; there are: ${names}\n`,
    );
    return name === undefined ? DONE : WRONG_CALL;
  }
  const prefixed = wanted.length > 1;
  const positions = new Map<string, number>();
  for (const log of wanted) {
    const { text, end } = tailOf(log.path, lines);
    positions.set(log.path, end);
    print(log, text, prefixed);
  }
  while (follow) {
    await delay(POLL_MS);
    for (const log of name === undefined ? logsOf(home) : wanted) {
      const { text, end } = appendedTo(log.path, positions.get(log.path) ?? 0);
      positions.set(log.path, end);
      print(log, text, prefixed);
    }
  }
  return DONE;
}

/** Of the network's processes, then of the platform's. */
function logsOf(home: Home): readonly Log[] {
  return [join(home.network, 'logs'), home.logs].flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder)
          .filter((file) => file.endsWith('.log'))
          .sort()
          .map((file) => ({ name: basename(file, '.log'), path: join(folder, file) }))
      : [],
  );
}

function print({ name }: Log, text: string, prefixed: boolean): void {
  if (text === '') return;
  const lines = text.replace(/\n$/, '').split('\n');
  process.stdout.write(lines.map((line) => `${prefixed ? `${name} | ` : ''}${line}\n`).join(''));
}

function tailOf(path: string, lines: number): { text: string; end: number } {
  const end = statSync(path).size;
  const start = Math.max(0, end - WINDOW_BYTES);
  const all = read(path, start, end).replace(/\n$/, '').split('\n');
  // The first line of a window may be a part of one.
  const whole = start > 0 ? all.slice(1) : all;
  return { text: lines === 0 ? '' : whole.slice(-lines).join('\n'), end };
}

function appendedTo(path: string, from: number): { text: string; end: number } {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  // Shorter than before: it was begun anew.
  const start = size < from ? 0 : from;
  const text = size > start ? read(path, start, size) : '';
  // A line that is half written is printed when it is whole.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return { text: whole, end: start + Buffer.byteLength(whole) };
}

function read(path: string, from: number, to: number): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(to - from);
    const length = readSync(file, buffer, 0, buffer.length, from);
    return buffer.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
