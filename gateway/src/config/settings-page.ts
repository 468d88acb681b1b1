/**
 * Every setting as a table for people: docs/settings.md is this text, made from the schema of the configuration and the
 * words of `.env.example`, and a test compares them.
 *
 * @module
 */
import { DEFAULTS, VARIABLES } from './environment.js';
import { SECRET_NAMES } from '../secrets.js';

const HEAD = `# Settings of a gateway

All of it comes from the environment; an empty variable counts as not set. This page is written from the schema of the
configuration and from \`.env.example\` by \`node scripts/settings-page.mjs\`; a test compares them.

\`node gateway/dist/main.js --check-config\` judges all of it, and the files that it names, without starting anything: every
fault at once on stderr and exit code 1, or the settings as they will be, without secrets, on stdout and exit code 0. Certificates
that end within sixty days are told on stderr as warnings. What production refuses besides: [error codes](error-codes.md).

| variable | default | meaning |
| --- | --- | --- |`;

/** @param example Text of `.env.example`. */
export function settingsPage(example: string): string {
  const words = wordsOf(example);
  const rows = VARIABLES.map(
    (name) => `| ${namesOf(name)} | ${defaultOf(name)} | ${words.get(name) ?? ''} |`,
  );
  return `${[HEAD, ...rows].join('\n')}\n`;
}

function namesOf(name: string): string {
  const isSecret = SECRET_NAMES.some((secret) => secret === name);
  return isSecret ? `\`${name}\`, or \`${name}_FILE\`` : `\`${name}\``;
}

function defaultOf(name: string): string {
  const known = DEFAULTS.get(name);
  if (known === 'required') return '**required**';
  return known === undefined ? '' : `\`${known}\``;
}

/** The comment above a variable, and above those that follow it without a comment of their own. */
function wordsOf(example: string): Map<string, string> {
  const words = new Map<string, string>();
  let comment: string[] = [];
  let isOver = true;
  for (const line of example.split('\n')) {
    const name = /^([A-Z_]+)=/.exec(line)?.[1];
    if (line.startsWith('#')) {
      if (isOver) comment = [];
      isOver = false;
      comment.push(line.slice(1).trim());
    } else {
      isOver = true;
    }
    if (name !== undefined) words.set(name, comment.join(' ').replaceAll('|', '\\|'));
  }
  return words;
}
