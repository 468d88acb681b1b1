/**
 * zod's issues in our own codes. zod's English messages go no further than this module.
 *
 * @module
 */
import type { z } from 'zod';
import { FORMS, isFaultCode, type Fault } from '../problems/faults.js';

type Issue = z.core.$ZodIssue;

/** Every fault of a value, in the order of the schema. */
export function faultsOf(error: z.ZodError, value: unknown): Fault[] {
  return error.issues.flatMap((issue) => faultsOfIssue(issue, value));
}

function faultsOfIssue(issue: Issue, value: unknown): Fault[] {
  const pointer = toPointer(issue.path);
  if (issue.code !== 'unrecognized_keys' && valueAt(value, issue.path) === undefined) {
    return [{ pointer, code: 'REQUIRED' }];
  }
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ pointer: toPointer([...issue.path, key]), code: 'UNKNOWN_FIELD' }));
    case 'invalid_type':
      return [{ pointer, code: 'WRONG_TYPE', parameters: { expected: issue.expected } }];
    case 'invalid_value':
      return [{ pointer, code: 'NOT_ALLOWED', parameters: { allowed: issue.values.map(String).join(', ') } }];
    case 'too_big':
      return [
        { pointer, code: ABOVE[issue.origin] ?? 'TOO_LARGE', parameters: { limit: Number(issue.maximum) } },
      ];
    case 'too_small':
      return [
        { pointer, code: BELOW[issue.origin] ?? 'TOO_SMALL', parameters: { limit: Number(issue.minimum) } },
      ];
    case 'custom':
      return [customFault(issue, pointer)];
    default:
      return [formFault(issue, pointer)];
  }
}

const ABOVE: Readonly<Record<string, string>> = { string: 'TOO_LONG', array: 'TOO_MANY' };
const BELOW: Readonly<Record<string, string>> = { string: 'TOO_SHORT', array: 'TOO_FEW' };

/** A refinement names its fault code, or the form it asks for, as its message. */
function customFault(issue: Issue, pointer: string): Fault {
  return isFaultCode(issue.message) ? { pointer, code: issue.message } : formFault(issue, pointer);
}

/** Patterns carry the name of their form as message. */
function formFault(issue: Issue, pointer: string): Fault {
  const form = Object.hasOwn(FORMS, issue.message) ? issue.message : 'text';
  return { pointer, code: 'WRONG_FORM', parameters: { form } };
}

/** JSON pointer of a path (RFC 6901). */
export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const step of path) {
    // A query parameter that stands once is read as a list of one.
    if (typeof found === 'string' && step === 0) continue;
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Readonly<Record<PropertyKey, unknown>>)[step];
  }
  return found;
}
