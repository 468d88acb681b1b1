/** The gateway's own commands, run with the environment of a faulty gateway. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { FsckReport } from '../../../gateway/dist/fsck/findings.js';
import type { LostDocument } from '../../../gateway/dist/fsck/lost-documents.js';
import type { RepairReport } from '../../../gateway/dist/fsck/repair.js';
import type { RebuildReport } from '../../../gateway/dist/projection/rebuild.js';
import { PROJECT } from '../../../cli/dist/platform/home.js';
import type { FaultWorld } from './fault-world.js';

const MOST_BYTES = 1 << 28;

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface FsckAnswer extends FsckReport {
  readonly repaired?: RepairReport;
  readonly lostDocuments?: readonly LostDocument[];
}

/** @returns The exit code, and the report if there is one. */
export async function runFsck(
  world: FaultWorld,
  ...args: string[]
): Promise<Ran & { readonly report: FsckAnswer }> {
  const ran = await runTool(world, ['fsck', 'main.js'], args);
  return { ...ran, report: JSON.parse(ran.stdout || '{"findings":[]}') as FsckAnswer };
}

/** Folds all blocks anew beside the projection, and compares. */
export async function runRebuild(
  world: FaultWorld,
  ...args: string[]
): Promise<Ran & { readonly report: RebuildReport }> {
  const ran = await runTool(world, ['projection', 'main.js'], args);
  return { ...ran, report: JSON.parse(ran.stdout || '{}') as RebuildReport };
}

function runTool(world: FaultWorld, script: readonly string[], args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(PROJECT, 'gateway', 'dist', ...script), ...args],
      { env: world.environment, maxBuffer: MOST_BYTES },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? 1, stdout, stderr }),
    );
  });
}
