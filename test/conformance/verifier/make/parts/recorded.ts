/** Full bundles that a gateway handed out, on the embedded network and on real Fabric: the same code judges both. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FindingCode, Verdict } from '@chopmark/core/verify';
import type { VerifierCase } from '../case.js';

const NETWORKS = { embedded: 'the embedded network', native: 'real Fabric v3.1.5' } as const;
export type RecordedNetwork = keyof typeof NETWORKS;
export const RECORDED_NETWORKS = Object.keys(NETWORKS) as RecordedNetwork[];

/** Files of test/bundles/v1, what is the matter with them, and the answer that says so. */
const FILES: readonly [file: string, when: string, code: FindingCode, verdict: Verdict['verdict']][] = [
  ['bundle', 'everything is as it was handed out', 'TIME_STAMPED', 'valid'],
  ['bundle-total-raised', 'the total is raised', 'CONTENT_NOT_ATTESTED', 'invalid'],
  ['bundle-two-orderers', 'two orderers signed the block', 'ORDERERS_TOO_FEW', 'invalid'],
  [
    'bundle-sender-broken',
    'the signature of the sender is broken',
    'TRANSACTION_SIGNATURE_INVALID',
    'invalid',
  ],
  ['bundle-other-genesis', 'the first block is another', 'CONFIGURATION_GENESIS_MISMATCH', 'invalid'],
  ['bundle-two-signers', 'two organizations signed the statement', 'SIGNERS_TOO_FEW', 'indeterminate'],
  ['bundle-tokens-exchanged', 'the timestamps are exchanged', 'TIMESTAMP_FOREIGN', 'invalid'],
];

const fileOf = (network: RecordedNetwork, name: string): string =>
  fileURLToPath(new URL(`../../../../bundles/v1/full-${network}/${name}.json`, import.meta.url));

export const recordedTrust = (network: RecordedNetwork): Buffer => readFileSync(fileOf(network, 'trust'));

export const recorded: readonly VerifierCase[] = RECORDED_NETWORKS.flatMap((network) => {
  const [{ now }] = JSON.parse(readFileSync(fileOf(network, 'expected'), 'utf8')) as [{ now: string }];
  return FILES.map(([file, when, code, verdict]): VerifierCase => ({
    when: `of ${NETWORKS[network]}, ${when}`,
    bundle: () => readFileSync(fileOf(network, file)),
    trustFiles: () => [String(recordedTrust(network))],
    now: new Date(now),
    verdict,
    code,
    inForce: verdict === 'valid' ? 'yes' : 'unknown',
  }));
});
