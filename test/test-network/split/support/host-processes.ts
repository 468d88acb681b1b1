/** Processes on a host in a namespace: what the units of an exported folder start, and commands that end by themselves. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Unit {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
}

/** What systemd would run: ExecStart, Environment and WorkingDirectory of a unit file. */
export async function readUnit(path: string): Promise<Unit> {
  const rows = (await readFile(path, 'utf8')).split('\n').map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1)] as const;
  });
  const all = (name: string): string[] => rows.filter(([key]) => key === name).map(([, value]) => value);
  const pairs = all('Environment').map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return {
    command: all('ExecStart')[0]?.split(' ') ?? [],
    environment: Object.fromEntries(pairs),
    folder: all('WorkingDirectory')[0] ?? '',
  };
}

/** As systemd sets it for a service. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function startUnit(namespace: string, unit: Unit, log: string): ChildProcess {
  const output = openSync(log, 'a', 0o600);
  const child = spawn('ip', ['netns', 'exec', namespace, ...unit.command], {
    cwd: unit.folder,
    env: { PATH, ...unit.environment },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  return child;
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const insisting = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(insisting);
}

/** Runs a Node program on a host; rejects with its standard error when it fails. */
export async function onHost(namespace: string, program: string, args: readonly string[]): Promise<string> {
  const node = [process.execPath, ...(program.endsWith('.ts') ? ['--import', 'tsx'] : []), program, ...args];
  const child = spawn('ip', ['netns', 'exec', namespace, ...node], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (part: Buffer) => out.push(part));
  child.stderr.on('data', (part: Buffer) => err.push(part));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code === 0) return Buffer.concat(out).toString();
  throw new Error(
    `${join(...args.slice(0, 1))} ended with ${code ?? 'a signal'}: ${Buffer.concat(err).toString()}`,
  );
}
