#!/usr/bin/env node
/**
 * The protocol of docs/conformance.md spoken by this project's own verifier:
 *
 *   adapter.mjs verify-bundle --bundle FILE [--trust FILE]... --now INSTANT
 *   adapter.mjs verify-ledger-proof --proof FILE [--trust FILE]... --now INSTANT
 *
 * The command `chopmark verify` has no `--now`: whoever judges a document has one clock, and a verdict that says "in
 * force" of another day would mislead. A test needs it, so it stands here.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  createVerifier,
  errorVerdict,
  parseTrustProfile,
  TrustError,
  verifyLedgerProof,
} from '@chopmark/core/verify';
import { EXIT, exitCodeOf } from '../../../cli/dist/verify/exit-code.js';
import { loadTimestamps } from '../../../cli/dist/verify/load-timestamps.js';
import { nodeCrypto } from '../../../cli/dist/verify/node-crypto.js';

const WRONG_CALL = 2;

async function judge({ bundle, proof, trust, now: instant }) {
  const now = new Date(instant);
  try {
    const profiles = trust.map((file) => parseTrustProfile(readFileSync(file)));
    return proof === undefined
      ? await createVerifier(profiles, nodeCrypto, { timestamps: loadTimestamps }).verify(
          readFileSync(bundle),
          now,
        )
      : await verifyLedgerProof(readFileSync(proof), profiles, { crypto: nodeCrypto, now });
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return errorVerdict(error.code, error.message);
  }
}

function optionsFrom(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        bundle: { type: 'string' },
        proof: { type: 'string' },
        trust: { type: 'string', multiple: true, default: [] },
        now: { type: 'string' },
      },
    });
    const [command, ...more] = positionals;
    const isRight =
      more.length === 0 &&
      ((command === 'verify-bundle' && values.bundle && !values.proof) ||
        (command === 'verify-ledger-proof' && values.proof && !values.bundle));
    return isRight && values.now && !Number.isNaN(Date.parse(values.now)) ? values : undefined;
  } catch {
    return undefined;
  }
}

const options = optionsFrom(process.argv.slice(2));
if (!options) {
  process.stderr.write(
    'usage: verify-bundle --bundle FILE | verify-ledger-proof --proof FILE, [--trust FILE]... --now INSTANT\n',
  );
  process.exitCode = WRONG_CALL;
} else {
  try {
    const verdict = await judge(options);
    process.stdout.write(`${JSON.stringify(verdict)}\n`);
    process.exitCode = exitCodeOf(verdict);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'unknown fault'}\n`);
    process.exitCode = EXIT.error;
  }
}
