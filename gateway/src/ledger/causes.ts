/**
 * Fabric's own words → causes that callers can be told: which organization, what is the matter, whether trying again
 * helps. Addresses, certificates and identities stay in the log; an organization is named by its MSP id, which every
 * member of the channel and every proof shows anyway.
 *
 * @module
 */
import { LedgerError } from '@chopmark/core';
import { status } from '@grpc/grpc-js';
import type { GatewayError } from '@hyperledger/fabric-gateway';

export const LEDGER_CAUSES = [
  'PEER_UNREACHABLE',
  'PEER_TOO_SLOW',
  'PEER_CROWDED',
  'PEER_BEHIND',
  'TOO_FEW_PEERS',
  'CHAINCODE_UNAVAILABLE',
  'CHAINCODE_NOT_DEFINED',
  'ENDORSEMENTS_DIFFER',
  'IDENTITY_REFUSED',
  'CONTRACT_REFUSES',
  'ORDERERS_UNREACHABLE',
  'ORDERERS_REFUSE',
  'ORDERING_WAITS',
  'LINE_HALTED',
  'LEDGER_TROUBLE',
] as const;

export type LedgerCauseCode = (typeof LEDGER_CAUSES)[number];

export interface LedgerCause {
  /** MSP id; `null` where it is not one organization's trouble, or that of the gateway's own. */
  readonly organization: string | null;
  readonly code: LedgerCauseCode;
  /** Code of the contract's refusal, or of the halt. */
  readonly reason?: string;
}

/** First match counts. Texts of Fabric v3.1.5; test/gateway/ledger/causes.test.ts has recorded ones. */
const WORDS: readonly (readonly [RegExp, LedgerCauseCode])[] = [
  [/status=SERVICE_UNAVAILABLE|no orderer|orderers could (?:not )?successfully/, 'ORDERERS_UNREACHABLE'],
  [/status=(?:BAD_REQUEST|FORBIDDEN|REQUEST_ENTITY_TOO_LARGE)/, 'ORDERERS_REFUSE'],
  [/too many requests|exceeding concurrency limit/, 'PEER_CROWDED'],
  [/ProposalResponsePayloads do not match/, 'ENDORSEMENTS_DIFFER'],
  [
    /successfully defined on channel|chaincode \S+ not found|namespace \S* ?is not defined/,
    'CHAINCODE_NOT_DEFINED',
  ],
  [
    /access denied|client identity expired|failed evaluating policy|policy evaluation failed|ACL check|creator/i,
    'IDENTITY_REFUSED',
  ],
  [
    /could not launch chaincode|chaincode stream terminated|timeout expired while executing|error sending|failed to execute transaction/,
    'CHAINCODE_UNAVAILABLE',
  ],
  [/timeout expired|deadline exceeded|DeadlineExceeded/i, 'PEER_TOO_SLOW'],
  [
    /find any endorsing peers|code = Unavailable|connect(?:ion)? |ECONNREFUSED|no connection/i,
    'PEER_UNREACHABLE',
  ],
  [/no combination of peers|set of endorsers|no peers available|no endorsers found/, 'TOO_FEW_PEERS'],
];

const STATUSES: Readonly<Partial<Record<number, LedgerCauseCode>>> = {
  [status.UNAVAILABLE]: 'PEER_UNREACHABLE',
  [status.DEADLINE_EXCEEDED]: 'PEER_TOO_SLOW',
  [status.CANCELLED]: 'PEER_TOO_SLOW',
  [status.RESOURCE_EXHAUSTED]: 'PEER_CROWDED',
  [status.PERMISSION_DENIED]: 'IDENTITY_REFUSED',
  [status.UNAUTHENTICATED]: 'IDENTITY_REFUSED',
};

/** Each once, those of organizations first. At least one. */
export function causesOf(error: GatewayError): readonly LedgerCause[] {
  const told = error.details
    .filter(({ message }) => message !== '')
    .map(({ mspId, message }) => causeIn(message, mspId === '' ? null : mspId));
  const missing =
    /find any endorsing peers for org\(s\): (.*)$/.exec(error.message)?.[1]?.match(/\w+/g) ?? [];
  const absent = missing.map((organization): LedgerCause => ({ organization, code: 'PEER_UNREACHABLE' }));
  const all = [...told, ...absent];
  if (all.length === 0) all.push(causeIn(error.message, null, STATUSES[error.code]));
  return [...new Map(all.map((cause) => [JSON.stringify(cause), cause])).values()].sort(byOrganization);
}

function causeIn(
  message: string,
  organization: string | null,
  otherwise: LedgerCauseCode = 'LEDGER_TROUBLE',
): LedgerCause {
  const refusal = LedgerError.fromWire(message);
  if (refusal !== undefined) return { organization, code: 'CONTRACT_REFUSES', reason: refusal.code };
  const code = WORDS.find(([pattern]) => pattern.test(message))?.[1] ?? otherwise;
  return { organization, code };
}

function byOrganization(a: LedgerCause, b: LedgerCause): number {
  return Number(a.organization === null) - Number(b.organization === null);
}
