#!/usr/bin/env node
/** The command `chopmark`. Plain Node, so that a clone that is not built yet says what to do. */
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);

if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write(
    'Chopmark is not built yet: run "npm start" (or "npm test") in the project once, then again.\n',
  );
  process.exitCode = 1;
}
