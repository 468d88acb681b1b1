/**
 * What other programs build on: `docs/openapi.json`, the interface of all gateways in one document, and made from it the
 * types of the SDK (`client/src/generated/`). The document is made from the routes of the built gateway.
 *
 *   node scripts/api-document.mjs            writes the files; refuses what breaks programs written by the document before
 *   node scripts/api-document.mjs --break    writes them all the same: only for what no release had yet
 *   node scripts/api-document.mjs --check    says what changed; exit code 1 when something breaks, 2 when a file is stale
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import openapiTS, { astToString } from 'openapi-typescript';
import { LEDGER_ERROR_STATUS } from '../core/dist/index.js';
import { routesOf } from '../gateway/dist/app.js';
import { openApiDocument } from '../gateway/dist/openapi/document.js';
import { PROBLEMS } from '../gateway/dist/problems/catalogue.js';
import { changesBetween } from './api-changes.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SNAPSHOT = join(ROOT, 'docs', 'openapi.json');
const GENERATED = join(ROOT, 'client', 'src', 'generated');

/** Stands for every part of a running gateway: routes are made with it and none is called. */
const ANYTHING = new Proxy(function () {}, {
  get: (_target, name) => (name === Symbol.toPrimitive ? () => '' : ANYTHING),
  apply: () => ANYTHING,
  construct: () => ANYTHING,
});

/** The interface of every gateway: the routes of all organizations, sorted, so that two changes meet in few places. */
function apiDocument() {
  const context = new Proxy(
    { organization: 'tax', publicUrl: '' },
    { get: (own, name) => (Object.hasOwn(own, name) ? own[name] : ANYTHING) },
  );
  const document = openApiDocument(routesOf(context), '1', '');
  return JSON.parse(
    JSON.stringify({ ...document, paths: sorted(document.paths), components: sortedComponents(document) }),
  );
}

const sorted = (members) => Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));

function sortedComponents({ components }) {
  return Object.fromEntries(Object.entries(components).map(([name, members]) => [name, sorted(members)]));
}

/** Every file that is made of the document: path → text. */
async function generatedFiles(document) {
  const types = astToString(
    await openapiTS(JSON.parse(JSON.stringify(document)), { alphabetize: true, defaultNonNullable: false }),
  );
  const files = [
    [SNAPSHOT, JSON.stringify(document)],
    [join(GENERATED, 'api.ts'), `${HEAD}${types}`],
    [join(GENERATED, 'facts.ts'), `${HEAD}${factsOf(document)}`],
  ];
  const styled = files.map(async ([path, text]) => [
    path,
    await format(text, { ...(await resolveConfig(path)), filepath: path }),
  ]);
  return new Map(await Promise.all(styled));
}

const HEAD = '/** Written by scripts/api-document.mjs from docs/openapi.json; not by hand. */\n';

function factsOf({ paths }) {
  const repeatable = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { parameters = [] }]) => parameters.some(({ name }) => name === 'Idempotency-Key'))
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  );
  const codes = [...Object.keys(PROBLEMS), ...Object.keys(LEDGER_ERROR_STATUS)];
  return `
/** Routes that take an Idempotency-Key: sent twice, they happen once. */
export const KEYED_ROUTES: ReadonlySet<string> = new Set(${JSON.stringify(repeatable.sort())});

/** Codes of problems that a gateway of this version answers with; docs/error-codes.md explains each. */
export type GatewayCode = ${[...new Set(codes)]
    .sort()
    .map((code) => `'${code}'`)
    .join(' | ')};
`;
}

async function main() {
  const document = apiDocument();
  const before = existsSync(SNAPSHOT) ? JSON.parse(readFileSync(SNAPSHOT, 'utf8')) : document;
  const { breaking, additive } = changesBetween(before, document);
  const files = await generatedFiles(document);
  const stale = [...files].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  for (const change of additive) console.log(`adds: ${change}`);
  for (const change of breaking) console.log(`breaks: ${change}`);
  const refused = breaking.length > 0 && !process.argv.includes('--break');
  if (process.argv.includes('--check')) {
    for (const [path] of stale)
      console.log(
        `stale: ${relative(ROOT, path)}; run node scripts/api-document.mjs and commit what it writes`,
      );
    process.exitCode = refused ? 1 : stale.length > 0 ? 2 : 0;
  } else if (refused) {
    console.log('Nothing was written: in /v1 things are only added.');
    process.exitCode = 1;
  } else {
    for (const [path, text] of stale) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
