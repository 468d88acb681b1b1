/** Commands of docs/operations/backup.md, run as they stand there. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../../cli/dist/platform/home.js';

const PAGE = join(PROJECT, 'docs', 'operations', 'backup.md');

/** Names of all commands of the page. */
export function documentedNames(): string[] {
  return [...readFileSync(PAGE, 'utf8').matchAll(/^<!-- tried: ([a-z-]+) -->$/gm)].map(
    ([, name = '']) => name,
  );
}

/** Who runs commands on a server's files; absent: this process's own user. */
export interface ShellUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** A block that is no command, for instance of a settings file: the first that holds the text. */
export function documentedBlock(text: string): string {
  const blocks = [...readFileSync(PAGE, 'utf8').matchAll(/^```\n([^]*?)^```$/gm)].map(
    ([, block = '']) => block,
  );
  const found = blocks.find((block) => block.includes(text));
  assert.ok(found, `${PAGE} has no block with ${text}`);
  return found;
}

/** @throws {AssertionError} With what the shell said, when a command fails. */
export async function runDocumented(
  name: string,
  env: Readonly<Record<string, string>>,
  user: ShellUser = {},
): Promise<void> {
  const block = new RegExp(`<!-- tried: ${name} -->\n\`\`\`sh\n([^]*?)\n\`\`\``).exec(
    readFileSync(PAGE, 'utf8'),
  );
  const commands = block?.[1];
  assert.ok(commands, `${PAGE} has no commands called ${name}`);
  await new Promise<void>((resolve, reject) => {
    execFile(
      'bash',
      ['-euo', 'pipefail', '-c', commands],
      { env: { ...process.env, ...env }, cwd: '/', ...user },
      (error, stdout, stderr) => {
        if (error === null) resolve();
        else
          reject(new assert.AssertionError({ message: `${name}: ${error.message}\n${stdout}\n${stderr}` }));
      },
    );
  });
}
