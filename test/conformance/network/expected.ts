/** What real Fabric showed, recorded: one file for each file of cases, so that the embedded network is held to it everywhere. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import type { Observation } from './case.js';

export type Recorded = Readonly<Record<string, Observation>>;

function pathOf(topic: string): string {
  return fileURLToPath(new URL(`./expected/${topic}.json`, import.meta.url));
}

/** @throws {Error} When the topic was never recorded. */
export function readExpected(topic: string): Recorded {
  return JSON.parse(readFileSync(pathOf(topic), 'utf8')) as Recorded;
}

export async function writeExpected(topic: string, recorded: Recorded): Promise<void> {
  const text = await format(JSON.stringify(recorded), { parser: 'json', printWidth: 110 });
  writeFileSync(pathOf(topic), text);
}
