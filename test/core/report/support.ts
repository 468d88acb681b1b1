/** Reports of made-up bundles, and workbooks of reports on the disk. */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ExplainOptions,
  type TrustProfile,
  type VerificationReport,
  WORKBOOK_SCRIPT,
  explainBundle,
  workbookOf,
} from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW } from '../../support/proof-kit.js';
import { findProgram, requireOrSkip } from '../../support/require.js';

/** The bytes that a value has as a file; text and bytes are taken as they are. */
export function fileOf(input: unknown): Uint8Array {
  if (input instanceof Uint8Array) return input;
  return Buffer.from(typeof input === 'string' ? input : JSON.stringify(input));
}

export function explain(
  input: unknown,
  profiles: readonly TrustProfile[],
  options: Partial<ExplainOptions> = {},
): Promise<VerificationReport> {
  return explainBundle(fileOf(input), profiles, { crypto: nodeCrypto, now: NOW, ...options });
}

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export function requireShell(context: Mocha.Context): void {
  requireOrSkip(context, 'openssl', findProgram(['bash']), 'install bash');
  requireOrSkip(context, 'openssl', findProgram(['openssl']), 'install openssl');
}

export interface ScriptRun {
  readonly code: number | null;
  readonly output: string;
  /** Numbers of the steps that came out otherwise than they must, in order. */
  readonly differing: readonly string[];
}

/** A workbook in a folder of its own. */
export class Workbook {
  readonly folder = mkdtempSync(join(tmpdir(), 'chopmark-workbook-'));
  readonly files: ReadonlyMap<string, Uint8Array>;

  constructor(report: VerificationReport, ...files: readonly Uint8Array[]) {
    const byHash = new Map(files.map((bytes) => [sha256Hex(bytes), bytes]));
    this.files = workbookOf(report, (hash) => byHash.get(hash));
    for (const [name, bytes] of this.files) writeFileSync(join(this.folder, name), bytes);
  }

  write(name: string, bytes: Uint8Array): void {
    writeFileSync(join(this.folder, name), bytes);
  }

  /** @param only Numbers of steps or sections; none = all. */
  run(...only: readonly string[]): ScriptRun {
    const { status, stdout, stderr } = spawnSync('bash', [join(this.folder, WORKBOOK_SCRIPT), ...only], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });
    const differing = [...stdout.matchAll(/^DIFFERS +([0-9.]+) /gm)].map(([, number]) => number ?? '');
    return { code: status, output: stdout + stderr, differing };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
