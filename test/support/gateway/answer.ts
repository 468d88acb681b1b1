/**
 * Answers of a gateway, typed for reading. Their form was judged by the OpenAPI document before a test sees them
 * (gateway-app.ts), so every member that any of them has is named here once; a test reads those of its own address.
 *
 * @module
 */
import type supertest from 'supertest';
import type { WrittenCause } from '../../../gateway/dist/problems/ledger-causes.js';

export interface WrittenFault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
  readonly line?: number;
  readonly column?: string;
  readonly file?: string;
}

interface InvoiceMembers {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly issuedOn: string;
  readonly documentHash: string | null;
  readonly operationId: string;
  readonly seller: { readonly name: string; readonly taxId: string };
  readonly buyer: { readonly name: string; readonly taxId?: string };
  readonly warnings?: readonly WrittenFault[];
}

interface WaitingMembers {
  readonly waiting?: { readonly since: string | null; readonly causes: readonly WrittenCause[] };
}

interface OperationMembers {
  readonly dryRun?: true;
  readonly createdBy: string;
  readonly total: number | null;
  readonly accepted: number;
  readonly anchored: number;
  readonly refused: number;
}

interface ProblemMembers {
  readonly type: string;
  readonly title: string;
  readonly status: number | string;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly traceId: string;
  readonly errors: readonly WrittenFault[];
  readonly invoice: { readonly id: string; readonly state: string; readonly link: string };
  readonly operation: { readonly id: string; readonly link: string };
}

interface PrivacyMembers {
  readonly reason: string;
  readonly erasure: { readonly id: string; readonly number: string; readonly reason: string };
  readonly holds: readonly { readonly id: string; readonly reason: string }[];
  readonly until: string;
}

interface OtherMembers {
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly refreshToken: string;
  readonly sessionExpiresAt: string;
  readonly account: string;
  readonly roles: readonly string[];
  readonly organization: unknown;
  readonly gateway: string;
  readonly networkKind: string;
  readonly parts: readonly { readonly name: string; readonly state: string }[];
  readonly result: string;
  readonly verdict: string;
  readonly inForce: string;
  readonly findings: readonly unknown[];
  readonly nextCursor: string | null;
  /** Invoices of a page, or results of a batch. */
  readonly items: readonly ListItem[];
}

export interface ListItem {
  readonly id: string;
  readonly line: number;
  readonly state: string;
  readonly errors?: readonly WrittenFault[];
  readonly liftedAt?: string | null;
}

export type AnswerBody = InvoiceMembers &
  WaitingMembers &
  OperationMembers &
  ProblemMembers &
  PrivacyMembers &
  OtherMembers;

export interface Answer extends supertest.Response {
  readonly body: AnswerBody;
}

/** A request under way; awaiting it gives a typed answer. */
export interface AnswerTest extends supertest.Test {
  then<A = Answer, B = never>(
    onfulfilled?: ((answer: Answer) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B>;
}

/** `pointer CODE` of each fault; fails when one has no words. */
export function placesOf(errors: readonly WrittenFault[]): string[] {
  return errors.map(({ pointer, code, detail }) => {
    if (detail === '') throw new Error(`${code} has no words`);
    return `${pointer} ${code}`;
  });
}
