/** The check without a file: number, date and total of the paper, compared by the bureau that issued. */
import { patience } from './patience.js';

export type ThreeFields = { readonly number: string; readonly date: string; readonly total: string };

export type CheckAnswer =
  | { readonly result: 'consistent' | 'inconsistent' | 'notFound' }
  | { readonly result: 'refused'; readonly detail: string }
  | { readonly result: 'tooMany' | 'notHere' | 'unreachable' };

const RESULTS = ['consistent', 'inconsistent', 'notFound'] as const;
const TOO_MANY_REQUESTS = 429;

/** Never rejects: silence is an answer of its own, and never "invalid". */
export async function askThreeFields(fields: ThreeFields, language: string): Promise<CheckAnswer> {
  try {
    const answer = await fetch('/v1/verifications', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': language },
      body: JSON.stringify(fields),
      signal: patience(),
      credentials: 'omit',
    });
    const body: unknown = await answer.json();
    return answer.ok ? resultFrom(body) : refusalFrom(answer.status, body);
  } catch {
    return { result: 'unreachable' };
  }
}

function resultFrom(body: unknown): CheckAnswer {
  const said = memberOf(body, 'result');
  const result = RESULTS.find((one) => one === said);
  return { result: result ?? 'unreachable' };
}

function refusalFrom(status: number, body: unknown): CheckAnswer {
  if (status === TOO_MANY_REQUESTS) return { result: 'tooMany' };
  if (memberOf(body, 'code') === 'CHECK_NOT_AVAILABLE') return { result: 'notHere' };
  if (status >= 500) return { result: 'unreachable' };
  const errors = memberOf(body, 'errors');
  const details = (Array.isArray(errors) ? (errors as readonly unknown[]) : []).map((one) =>
    memberOf(one, 'detail'),
  );
  const texts = [...details, memberOf(body, 'detail')].filter((one) => typeof one === 'string');
  return { result: 'refused', detail: texts[0] ?? '' };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
