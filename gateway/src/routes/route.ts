/**
 * What a route is: one row of the rights table, one entry of the OpenAPI document and one handler.
 *
 * @module
 */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Account } from '../accounts/account.js';
import type { Language } from '../i18n/language.js';
import type { ProblemCode } from '../problems/catalogue.js';
import { Refusal } from '../problems/refusal.js';
import type { Access } from '../rights/access.js';
import type { RouteKey } from '../rights/table.js';
import type { Caller } from '../sessions/authenticate.js';

export type Content = Readonly<Record<string, z.ZodType>>;

export interface AnswerDoc {
  readonly description: string;
  /** By media type; absent for an answer without a body. */
  readonly content?: Content;
  /** Names of headers beside the usual ones. */
  readonly headers?: readonly string[];
}

/** What the OpenAPI document says about a route; schemas are those that the handler parses with. */
export interface RouteDoc {
  /** camelCase, unique; name of the SDK's method. */
  readonly id: string;
  readonly tag:
    'sessions' | 'accounts' | 'audit' | 'invoices' | 'operations' | 'webhooks' | 'verification' | 'platform';
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: Content;
  readonly answers: Readonly<Record<number, AnswerDoc>>;
  /** Beside those that every route, every body and every account can bring. */
  readonly problems?: readonly ProblemCode[];
}

/** One request, with who asks. */
export interface Call extends Caller {
  readonly req: Request;
  readonly res: Response;
  readonly language: Language;
  /** In front of addresses of this gateway; empty for addresses relative to this host. */
  readonly publicUrl: string;
  /** What the caller may do on this route, and with whose things. */
  readonly access: Access;
  /**
   * What the caller may by now, for an answer that takes long; costs a look at the database.
   *
   * @throws {Refusal} as `authorize`: the session or the key has ended, the role was taken
   */
  readonly accessNow: () => Promise<Access>;
}

export interface Route {
  readonly key: RouteKey;
  readonly doc: RouteDoc;
  /** Any origin may ask from a page (CORS). */
  readonly public?: boolean;
  readonly handle: (call: Call) => Promise<void> | void;
}

/** @throws {Refusal} `NOT_SIGNED_IN`; cannot happen on a route whose right asks for an account. */
export function requireAccount({ account }: Call): Account {
  if (account === undefined) throw new Refusal('NOT_SIGNED_IN');
  return account;
}

/** Value of a parameter in the path; the router takes care that there is one. */
export function pathParameter({ req }: Call, name: string): string {
  const value = req.params[name];
  return typeof value === 'string' ? value : '';
}

/** Of a route that takes `If-Match`. */
export const CHANGE_PROBLEMS = ['PRECONDITION_FAILED', 'MALFORMED_HEADER'] as const;

export const JSON_TYPE = 'application/json';
