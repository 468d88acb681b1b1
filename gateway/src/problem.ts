/**
 * Error → `application/problem+json` (RFC 9457): the only such place. It does not know about routes.
 * What is not recognized is a fault of ours and says nothing but its trace id.
 *
 * @module
 */
import { LEDGER_ERROR_STATUS, LedgerError, type JsonValue } from '@chopmark/core';
import { AcceptanceUnknownError, UnavailableError } from './errors.js';
import { LANGUAGE_TAGS, fill, type Language, type Text } from './i18n/language.js';
import { PROBLEMS, type ProblemCode } from './problems/catalogue.js';
import { writeCause } from './problems/ledger-causes.js';
import { writeLedgerRefusal } from './problems/ledger-refusals.js';
import { FAULTS, FORMS, VALUE_WORDS, isFaultCode, type Fault, type FormName } from './problems/faults.js';
import { Refusal } from './problems/refusal.js';
import { EvidenceError } from './proofs/evidence-error.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Seconds after which a caller may try again when a part of the platform is away. */
const RETRY_AFTER_SECONDS = '5';

/** Where and for whom the problem is written. */
export interface ProblemContext {
  readonly language: Language;
  /** Path of the request, without its query. */
  readonly instance: string;
  readonly traceId: string;
  /** Address in front of `/problems/{code}`; empty for a link relative to this host. */
  readonly helpBase: string;
}

export interface WrittenFault extends Pick<Fault, 'line' | 'column' | 'file'> {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export interface Problem {
  readonly status: number;
  readonly code: ProblemCode | LedgerError['code'];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, JsonValue>>;
}

export function toProblem(error: unknown, context: ProblemContext): Problem {
  if (error instanceof Refusal) return refused(error, context);
  if (error instanceof LedgerError) return refusedByLedger(error, context);
  if (error instanceof UnavailableError) {
    return refused(unavailable(error, context.language), context);
  }
  if (error instanceof AcceptanceUnknownError) {
    return refused(
      new Refusal('ACCEPTANCE_UNKNOWN', { headers: { 'Retry-After': RETRY_AFTER_SECONDS } }),
      context,
    );
  }
  if (error instanceof EvidenceError) return refused(withoutEvidence(error), context);
  if (isUndecodable(error)) return refused(new Refusal('MALFORMED_PATH'), context);
  return refused(new Refusal('INTERNAL'), context);
}

function unavailable({ part, causes }: UnavailableError, language: Language): Refusal {
  const written = causes.map((cause) => ({ ...writeCause(cause, language) }));
  return new Refusal('UNAVAILABLE', {
    parameters: { part },
    headers: { 'Retry-After': RETRY_AFTER_SECONDS },
    ...(written.length > 0 && { members: { causes: written } }),
  });
}

function withoutEvidence({ code, block }: EvidenceError): Refusal {
  const headers = PROBLEMS[code].status === 503 ? { 'Retry-After': RETRY_AFTER_SECONDS } : {};
  return new Refusal(code, { parameters: { block }, headers });
}

/** A fault in words, for an answer or for a line of a batch. */
export function writeFault(fault: Fault, language: Language): WrittenFault {
  const { pointer, code, parameters = {}, line, column, file } = fault;
  const text = fault.text ?? (isFaultCode(code) ? FAULTS[code] : undefined);
  const detail = text === undefined ? code : fill(text[language], inWords(parameters, language));
  return {
    pointer,
    code,
    detail,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(file !== undefined && { file }),
  };
}

/** What a refusal says, in words. */
export function writeRefusal({ code, options }: Refusal, language: Language): string {
  return fill(PROBLEMS[code].detail[language], options.parameters ?? {});
}

function refused(refusal: Refusal, context: ProblemContext): Problem {
  const { status, title } = PROBLEMS[refusal.code];
  const { faults, headers = {}, members = {} } = refusal.options;
  const errors = faults?.map((fault) => ({ ...writeFault(fault, context.language) }));
  return written(context, {
    status,
    code: refusal.code,
    title,
    detail: writeRefusal(refusal, context.language),
    headers,
    members: { ...members, ...(errors && { errors }) },
  });
}

const REFUSED_BY_LEDGER: Text = { en: 'Refused by the ledger', zh: '账本拒绝' };

function refusedByLedger(error: LedgerError, context: ProblemContext): Problem {
  const status = LEDGER_ERROR_STATUS[error.code];
  const { code, message } = error;
  const detail = writeLedgerRefusal(code, message, context.language);
  return written(context, { status, code, title: REFUSED_BY_LEDGER, detail, headers: {}, members: {} });
}

interface Parts {
  readonly status: number;
  readonly code: ProblemCode | LedgerError['code'];
  readonly title: Text;
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, JsonValue>>;
}

function written(context: ProblemContext, parts: Parts): Problem {
  const { status, code, title, detail, headers, members } = parts;
  const { language, instance, traceId, helpBase } = context;
  return {
    status,
    code,
    headers: { ...headers, 'Content-Language': LANGUAGE_TAGS[language] },
    body: {
      type: `${helpBase}/problems/${code}`,
      title: title[language],
      status,
      detail,
      instance,
      code,
      traceId,
      ...members,
    },
  };
}

/** As tables of invoices write it; words that they do not have stay. */
const inChinese = (word: string): string =>
  Object.hasOwn(VALUE_WORDS, word) ? `${VALUE_WORDS[word] ?? ''}（${word}）` : word;

/** `form` names an entry of FORMS; every other parameter is shown as it is. */
function inWords(
  parameters: Readonly<Record<string, string | number>>,
  language: Language,
): Readonly<Record<string, string | number>> {
  const { form, allowed } = parameters;
  if (language === 'zh' && typeof allowed === 'string')
    return { ...parameters, allowed: allowed.replace(/\w+/g, inChinese) };
  return typeof form === 'string' && Object.hasOwn(FORMS, form)
    ? { ...parameters, form: FORMS[form as FormName][language] }
    : parameters;
}

/** The router rejects an address whose percent-encoding is broken with a plain error that carries status 400. */
function isUndecodable(error: unknown): boolean {
  return error instanceof URIError || (error instanceof Error && 'status' in error && error.status === 400);
}
