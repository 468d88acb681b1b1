/** The document's place in its batch. */
import { ProofBatch, invoice } from '../../../../support/proof-kit.js';
import { world } from '../../../../core/verify/cases/world.js';
import { type VerifierCase, good, rows } from '../case.js';

const many = (size: number): ProofBatch =>
  new ProofBatch(
    world.kit,
    Array.from({ length: size }, (_, at) => invoice({ remark: String(at) })),
  );

const withBatch = (change: Readonly<Record<string, unknown>>) => () => {
  const bundle = world.batch.bundle(1);
  return { ...bundle, batch: { ...bundle.batch, ...change } };
};

const withPath = (change: (path: string[]) => unknown[]) => () => {
  const bundle = world.batch.bundle(1);
  return { ...bundle, batch: { ...bundle.batch, path: change([...bundle.batch.path]) } };
};

/** The same JSON with its `"index":1` written otherwise. */
const withIndexText = (text: string) => () =>
  JSON.stringify(world.batch.bundle(1)).replace('"index":1', `"index":${text}`);

export const place: readonly VerifierCase[] = [
  ...good([
    ['the batch holds one document and the path is empty', () => many(1).bundle(0)],
    ['it is the first of seven', () => many(7).bundle(0)],
    ['it is the last of seven', () => many(7).bundle(6)],
    ['it is the last of nine, alone in its half', () => many(9).bundle(8)],
    ['the index is written as 1.0', withIndexText('1.0')],
    ['the index is written as 10e-1', withIndexText('10e-1')],
  ]),
  ...rows('invalid', 'BATCH_ROOT_MISMATCH', [
    ['a hash of the path is another', withPath(([, ...rest]) => ['00'.repeat(32), ...rest])],
    ['the path is upside down', withPath((path) => path.reverse())],
  ]),
  ...rows('invalid', 'BATCH_PATH_INVALID', [
    ['the path has a hash more', withPath((path) => [...path, '00'.repeat(32)])],
    ['the path is empty', withPath(() => [])],
  ]),
  ...rows('invalid', 'BATCH_SEQUENCE_MISMATCH', [
    ['the index is beyond the batch', withBatch({ index: 3 })],
    ['the index is the largest whole number', withBatch({ index: Number.MAX_SAFE_INTEGER })],
  ]),
  ...rows('invalid', 'BATCH_RECORD_MISMATCH', [
    ['the batch number is the largest whole number', withBatch({ batch: Number.MAX_SAFE_INTEGER })],
  ]),
  ...rows('error', 'BUNDLE_UNREADABLE', [
    ['the path has fifteen hashes', withPath(() => new Array<string>(15).fill('00'.repeat(32)))],
    ['a hash of the path is in capitals', withPath(([, ...rest]) => ['AB'.repeat(32), ...rest])],
    ['a hash of the path is short', withPath(([first, ...rest]) => [first?.slice(2), ...rest])],
    ['a hash of the path is a number', withPath(([, ...rest]) => [0, ...rest])],
    ['the index is beyond 2^53', withIndexText('9007199254740993')],
    ['the index is a fraction', withIndexText('1.5')],
    ['the index has a leading zero', withIndexText('01')],
    ['the index has a sign', withIndexText('+1')],
    ['the index is hexadecimal', withIndexText('0x1')],
    ['the batch number is zero', withBatch({ batch: 0 })],
    ['the place has an unknown member', withBatch({ size: 3 })],
    ['the place has no path', withBatch({ path: undefined })],
  ]),
];
