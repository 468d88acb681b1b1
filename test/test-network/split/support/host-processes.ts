/** Processes on a host in a namespace: what the units of an exported folder start, and commands that end by themselves. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Unit {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Folder of which the service sees only what follows. */
  readonly hidden: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** What systemd would run, and what it would let the service see. */
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
    hidden: all('TemporaryFileSystem')[0]?.replace(/:ro$/, '') ?? '',
    reads: all('BindReadOnlyPaths'),
    writes: all('BindPaths'),
  };
}

/** As systemd sets it for a service. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * TemporaryFileSystem, BindReadOnlyPaths and BindPaths as systemd does them; `ip netns exec` has made a mount namespace
 * for this process already. Words: hidden folder, working folder, number of paths to read, those, number to write, those.
 */
const SANDBOX = `set -e
hidden=$1; folder=$2; shift 2
stage=$(mktemp -d)
mount --bind "$hidden" "$stage"
mount -t tmpfs tmpfs "$hidden"
show() {
  inside=\${1#"$hidden"}
  if [ -d "$stage$inside" ]; then mkdir -p "$1"; else mkdir -p "\${1%/*}"; : > "$1"; fi
  mount --bind "$stage$inside" "$1"
}
reads=$1; shift
while [ "$reads" -gt 0 ]; do show "$1"; mount -o remount,bind,ro "$1"; shift; reads=$((reads - 1)); done
writes=$1; shift
while [ "$writes" -gt 0 ]; do show "$1"; shift; writes=$((writes - 1)); done
umount -l "$stage"
rmdir "$stage"
mount -o remount,ro "$hidden"
cd "$folder"
exec "$@"`;

export function startUnit(namespace: string, unit: Unit, log: string): ChildProcess {
  const output = openSync(log, 'a', 0o600);
  const { hidden, folder, reads, writes, command } = unit;
  const words = [hidden, folder, reads.length, ...reads, writes.length, ...writes, ...command].map(String);
  const child = spawn('ip', ['netns', 'exec', namespace, 'sh', '-c', SANDBOX, 'unit', ...words], {
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
