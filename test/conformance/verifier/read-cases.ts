/** Reads the suite's cases from their folders; docs/conformance.md says what lies in one. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FindingCode, Question, Verdict } from '@chopmark/core/verify';

export const SUITE = fileURLToPath(new URL('.', import.meta.url));
const CASES = join(SUITE, 'cases');

/** What a case holds: a bundle, or a proof of one transaction of any contract. */
export type Input = 'bundle' | 'proof';

export interface Expected {
  readonly verdict: Verdict['verdict'];
  readonly inForce: Verdict['inForce'];
  readonly codes: Readonly<Record<Question, FindingCode>>;
}

export interface ConformanceCase {
  /** Part and name, e.g. `content/the-total-is-changed_invalid`. */
  readonly id: string;
  readonly folder: string;
  readonly input: Input;
  /** The verifier's clock, RFC 3339 UTC. */
  readonly now: string;
  /** Files of trust profiles. */
  readonly trust: readonly string[];
  readonly expected: Expected;
}

type File = Expected & { readonly now: string; readonly trust: readonly string[] };

/** All cases, by part and name. */
export function readCases(): ConformanceCase[] {
  return readdirSync(CASES).flatMap((part) =>
    readdirSync(join(CASES, part)).map((name) => {
      const folder = join(CASES, part, name);
      const { now, trust, ...expected } = JSON.parse(
        readFileSync(join(folder, 'expected.json'), 'utf8'),
      ) as File;
      const input: Input = existsSync(join(folder, 'proof.json')) ? 'proof' : 'bundle';
      return {
        id: `${part}/${name}`,
        folder,
        input,
        now,
        trust: trust.map((file) => join(folder, file)),
        expected,
      };
    }),
  );
}

/** The bytes of bundle or proof; a recipe is followed. */
export function inputOf({ folder, input }: ConformanceCase): Buffer {
  const recipe = join(folder, 'bundle.recipe.json');
  if (!existsSync(recipe)) return readFileSync(join(folder, `${input}.json`));
  const { repeat, times } = JSON.parse(readFileSync(recipe, 'utf8')) as { repeat: string; times: number };
  return Buffer.from(repeat.repeat(times));
}

/** Bytes of the trust profiles. */
export function trustOf({ trust }: ConformanceCase): Buffer[] {
  return trust.map((file) => readFileSync(file));
}

/** What an implementation answered, in the form of `expected.json`. */
export function answerOf({
  verdict,
  inForce,
  findings,
}: Pick<Verdict, 'verdict' | 'inForce' | 'findings'>): Expected {
  const codes = Object.fromEntries(findings.map(({ question, code }) => [question, code]));
  return { verdict, inForce, codes: codes as Expected['codes'] };
}
