/** Values and place of the document. */
import { ProofBatch, invoice } from '../../../support/proof-kit.js';
import { type Case, tax, withDocument, world } from './world.js';

export const content: Case[] = [
  {
    when: 'the total is changed',
    bundle: () =>
      withDocument(({ header, ...rest }) => ({
        ...rest,
        header: { ...header, required: { ...header.required, totalGross: '999.00' } },
      })),
    verdict: 'invalid',
    code: 'CONTENT_NOT_ATTESTED',
  },
  {
    when: 'a required value is left out',
    bundle: () =>
      withDocument(({ header, ...rest }) => {
        const required: Record<string, unknown> = { ...header.required };
        delete required['totalGross'];
        return { ...rest, header: { ...header, required } };
      }),
    verdict: 'invalid',
    code: 'REQUIRED_MEMBER_MISSING',
  },
  {
    when: 'a red invoice does not say what it corrects',
    bundle: () =>
      new ProofBatch(world.kit, [invoice({ letter: 'red' })], {
        required: ['issuedOn', 'currency', 'letter', 'totalNet', 'totalTax', 'totalGross'],
      }).bundle(0),
    verdict: 'invalid',
    code: 'REQUIRED_MEMBER_MISSING',
  },
  {
    when: 'the schema is of a later version',
    bundle: () => new ProofBatch(world.kit, [invoice()], { schema: 2 }).bundle(0),
    verdict: 'indeterminate',
    code: 'SCHEMA_UNKNOWN',
  },
  {
    when: 'the kind is not known',
    bundle: () => new ProofBatch(world.kit, [invoice()], { kind: 'receipt' }).bundle(0),
    profiles: tax({ kinds: [{ kind: 'receipt', prefixes: '^26001$' }] }),
    verdict: 'indeterminate',
    code: 'KIND_UNKNOWN',
  },
  {
    when: 'the hash suite is not at hand',
    bundle: () =>
      withDocument(({ header, ...rest }) => ({ ...rest, header: { ...header, suite: 'sm3-sm2' } })),
    verdict: 'indeterminate',
    code: 'SUITE_NOT_SUPPORTED',
  },
  {
    when: 'there is nothing to compare with',
    bundle: () => ({ ...world.batch.bundle(), statement: undefined }),
    verdict: 'indeterminate',
    code: 'CONTENT_NOT_COMPARED',
  },
];

export const place: Case[] = [
  {
    when: 'the path is that of another document',
    bundle: () => ({ ...world.batch.bundle(1), batch: { batch: 7, index: 1, path: world.batch.path(0) } }),
    verdict: 'invalid',
    code: 'BATCH_ROOT_MISMATCH',
  },
  {
    when: 'the path is cut short',
    bundle: () => ({
      ...world.batch.bundle(1),
      batch: { batch: 7, index: 1, path: world.batch.path(1).slice(1) },
    }),
    verdict: 'invalid',
    code: 'BATCH_PATH_INVALID',
  },
  {
    when: 'the place is another one',
    bundle: () => ({ ...world.batch.bundle(1), batch: { batch: 7, index: 2, path: world.batch.path(2) } }),
    verdict: 'invalid',
    code: 'BATCH_SEQUENCE_MISMATCH',
  },
  {
    when: 'the batch number is another one',
    bundle: () => ({ ...world.batch.bundle(1), batch: { batch: 8, index: 1, path: world.batch.path(1) } }),
    verdict: 'invalid',
    code: 'BATCH_RECORD_MISMATCH',
  },
  {
    when: 'the statement is about another series',
    bundle: () =>
      withDocument(({ header, ...rest }) => ({ ...rest, header: { ...header, series: '26001-other' } })),
    verdict: 'invalid',
    code: 'BATCH_RECORD_MISMATCH',
  },
];
