/** Issuer, status and time. */
import { type Case, OTHER_NETWORK, base64, bent, tax, withStatement, world } from './world.js';

export const issuer: Case[] = [
  {
    when: 'no profile is given',
    bundle: () => world.batch.bundle(),
    profiles: () => [],
    verdict: 'indeterminate',
    code: 'PROFILE_MISSING',
  },
  {
    when: 'every profile is of another network',
    bundle: () => world.batch.bundle(),
    profiles: () => [world.kit.profile({ network: OTHER_NETWORK })],
    verdict: 'invalid',
    code: 'NETWORK_MISMATCH',
  },
  {
    when: 'the document names the network, the statement another',
    bundle: () => bent({ answer: (a) => a.with(1, OTHER_NETWORK) }),
    verdict: 'invalid',
    code: 'NETWORK_MISMATCH',
  },
  {
    when: 'the statement is about another channel',
    bundle: () => bent({ channel: 'elsewhere' }),
    verdict: 'invalid',
    code: 'CHANNEL_MISMATCH',
  },
  {
    when: 'the profile does not know the namespace',
    bundle: () => world.batch.bundle(),
    profiles: () => [world.kit.profile({ namespaces: [] })],
    verdict: 'indeterminate',
    code: 'NAMESPACE_UNKNOWN',
  },
  {
    when: 'the authority is another',
    bundle: () => world.batch.bundle(),
    profiles: tax({ authority: 'CourtMSP' }),
    verdict: 'invalid',
    code: 'AUTHORITY_MISMATCH',
  },
  {
    when: 'the kind is not the authority’s',
    bundle: () => world.batch.bundle(),
    profiles: tax({ kinds: [] }),
    verdict: 'invalid',
    code: 'KIND_NOT_ALLOWED',
  },
  {
    when: 'the prefix is not the authority’s',
    bundle: () => bent({ answer: (a) => a.with(6, { ...world.batch.record, prefix: '26440' }) }),
    verdict: 'invalid',
    code: 'PREFIX_NOT_ALLOWED',
  },
  {
    when: 'the statement cannot be read',
    bundle: () => withStatement((s) => ({ ...s, signedProposal: base64(Buffer.from('x')) })),
    verdict: 'invalid',
    code: 'ISSUER_NOT_CHECKED',
  },
];

export const statusAndTime: Case[] = [
  {
    when: 'the statement is older than the profile allows',
    bundle: () => world.batch.bundle(),
    now: new Date('2026-11-21T08:00:01Z'),
    verdict: 'valid',
    code: 'STATUS_TOO_OLD',
  },
  {
    when: 'the document has events',
    bundle: () => bent({ states: [null, { type: 'chopmark/document/1' }, null] }),
    verdict: 'valid',
    code: 'STATUS_NOT_UNDERSTOOD',
  },
  {
    when: 'the ledger’s clock is ahead',
    bundle: () => world.batch.bundle(),
    now: new Date('2026-11-20T07:54:59Z'),
    verdict: 'valid',
    code: 'TIME_AHEAD',
  },
  {
    when: 'too few signed',
    bundle: () => bent({ signers: [] }),
    verdict: 'indeterminate',
    code: 'STATUS_NOT_CHECKED',
  },
  {
    when: 'too few signed',
    bundle: () => bent({ signers: [] }),
    verdict: 'indeterminate',
    code: 'TIME_NOT_CHECKED',
  },
  {
    when: 'no profile is given',
    bundle: () => world.batch.bundle(),
    profiles: () => [],
    verdict: 'indeterminate',
    code: 'VALIDITY_NOT_CHECKED',
  },
  {
    when: 'there is no statement',
    bundle: () => ({ ...world.batch.bundle(), statement: undefined }),
    verdict: 'indeterminate',
    code: 'BATCH_NOT_CHECKED',
  },
];
