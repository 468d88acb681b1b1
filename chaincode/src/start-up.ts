/**
 * What happens once, before the server listens: is this the code and the network
 * that were agreed on? Fabric does not see other code behind a definition (a
 * package id covers only the address of the service), so the digest travels in
 * the package and the bundle holds itself against it.
 *
 * Not part of the contract: nothing here runs inside a transaction.
 *
 * @module
 */
/* eslint-disable no-restricted-globals, no-restricted-imports -- runs before any transaction; reads the environment and its own file, ends the process */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const HASH = /^[0-9a-f]{64}$/;

/**
 * Ends the process with code 1 and the reason on stderr unless `CHOPMARK_BUNDLE`
 * is the SHA-256 of the bundle and `CHOPMARK_NETWORK` a hash. Outside production
 * a missing `CHOPMARK_BUNDLE` is filled in with the true digest.
 *
 * @param bundleFile The file that is running.
 */
export function assertDeployment(bundleFile: string): void {
  const digest = hash('sha256', readFileSync(bundleFile), 'hex');
  const { CHOPMARK_BUNDLE: agreed, CHOPMARK_NETWORK: network, NODE_ENV: mode } = process.env;
  const faults: string[] = [];
  if (!agreed && mode === 'production') {
    faults.push('CHOPMARK_BUNDLE is not set: production needs the digest that the organizations agreed on');
  }
  if (agreed && agreed !== digest) {
    faults.push(
      `CHOPMARK_BUNDLE is ${agreed}, but this bundle is ${digest}: it is other code than was agreed on`,
    );
  }
  if (!network || !HASH.test(network)) {
    faults.push(
      'CHOPMARK_NETWORK must be the SHA-256 of the genesis header, 64 lowercase hexadecimal characters',
    );
  }
  if (faults.length > 0) refuse(faults);
  process.env['CHOPMARK_BUNDLE'] = digest;
}

/** With `CHOPMARK_PARENT_PIPE=1` the process ends when its parent does: when standard input closes. */
export function endWithParent(): void {
  if (process.env['CHOPMARK_PARENT_PIPE'] !== '1') return;
  for (const event of ['end', 'close', 'error']) process.stdin.once(event, () => process.exit(0));
  process.stdin.resume();
}

function refuse(faults: readonly string[]): never {
  process.stderr.write(faults.map((fault) => `chopmark chaincode refuses to start: ${fault}\n`).join(''));
  process.exit(1);
}
