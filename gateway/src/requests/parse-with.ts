/**
 * Outside value in, typed value out, or a refusal that names every wrong place.
 *
 * @module
 */
import type { z } from 'zod';
import type { JsonValue } from '@chopmark/core';
import type { Fault } from '../problems/faults.js';
import { refusalOf } from '../problems/refusal.js';
import { faultsOf } from './zod-faults.js';

/** @throws {Refusal} `MALFORMED_REQUEST` with a fault for each wrong field. */
export function parseBody<T>(schema: z.ZodType<T>, value: JsonValue): T {
  return parseWith('MALFORMED_REQUEST', schema, value);
}

/** @throws {Refusal} `MALFORMED_QUERY` with a fault for each wrong parameter. */
export function parseQuery<T>(schema: z.ZodType<T>, value: unknown): T {
  return parseWith('MALFORMED_QUERY', schema, value);
}

function parseWith<T>(
  code: 'MALFORMED_REQUEST' | 'MALFORMED_QUERY',
  schema: z.ZodType<T>,
  value: unknown,
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults: Fault[] = faultsOf(parsed.error, value);
  throw refusalOf(code, faults);
}
