/** All parts of the suite: the cases of the verifier's own tests, and those that only stand here. */
import { answers, reads } from '../../../core/verify/cases/answer.js';
import { content, place as places } from '../../../core/verify/cases/content.js';
import { issuer, statusAndTime } from '../../../core/verify/cases/issuer.js';
import { notAttest, notCanonical } from '../../../core/verify/cases/question.js';
import { signatures } from '../../../core/verify/cases/signers.js';
import { unreadable } from '../../../core/verify/cases/unreadable.js';
import { configuration } from '../../../core/verdict/cases/configuration.js';
import { formerRoots } from '../../../core/verdict/cases/former-roots.js';
import { type FullCase, full } from '../../../core/verdict/cases/full-world.js';
import { ordering } from '../../../core/verdict/cases/ordering.js';
import { transaction } from '../../../core/verdict/cases/transaction.js';
import { FINDING_CODES } from '@chopmark/core/verify';
import type { Part, VerifierCase } from './case.js';
import { disclosure, header, paths } from './parts/content.js';
import { endorsers } from './parts/endorsers.js';
import { form } from './parts/form.js';
import { ledgerProofs } from './parts/ledger-proof.js';
import { place } from './parts/place.js';
import { definition, profile, status } from './parts/profile.js';
import { recorded } from './parts/recorded.js';
import { answer, canonicalForm, readSet } from './parts/statement.js';
import { timestamps } from './parts/timestamps.js';

export const PARTS: readonly Part[] = [
  { name: 'content', about: 'Content', cases: content },
  { name: 'disclosure', about: 'Shown and hidden fields', cases: disclosure },
  { name: 'path-list', about: 'Path list', cases: paths },
  { name: 'header', about: 'Header', cases: header },
  { name: 'batch', about: 'Place in the batch', cases: [...places, ...place] },
  { name: 'question', about: 'What was asked of the peers has', cases: notAttest },
  { name: 'canonical-form', about: 'Form of what was signed', cases: [...notCanonical, ...canonicalForm] },
  { name: 'answer', about: 'What the peers answered', cases: [...answers, ...answer] },
  { name: 'read-set', about: 'What the peers looked at', cases: [...reads, ...readSet] },
  { name: 'endorsers', about: 'Who signed', cases: [...signatures, ...endorsers] },
  { name: 'issuer', about: 'Issuer', cases: issuer },
  { name: 'definition', about: 'Version of the rules', cases: definition },
  { name: 'profile', about: 'Trust profile', cases: profile },
  { name: 'status', about: 'Status and time', cases: [...statusAndTime, ...status] },
  { name: 'transaction', about: 'Transaction of a full bundle', cases: transaction.map(fullCase) },
  { name: 'ordering', about: 'Block of a full bundle', cases: ordering.map(fullCase) },
  { name: 'configuration', about: 'Configurations of a full bundle', cases: configuration.map(fullCase) },
  { name: 'former-roots', about: 'Roots of former times', cases: formerRoots.map(fullCase) },
  { name: 'timestamps', about: 'Timestamps', cases: timestamps },
  { name: 'recorded', about: 'A full bundle', cases: recorded },
  { name: 'ledger-proof', about: 'Proof of one transaction', cases: ledgerProofs },
  { name: 'form', about: 'Form of the file', cases: [...unreadable, ...form] },
];

/** A full bundle is judged by the channel's own profile; what does not fail leaves it valid and in force. */
function fullCase(one: FullCase): VerifierCase {
  const [, outcome] = FINDING_CODES[one.code];
  const verdict = one.verdict ?? (outcome === 'fail' ? 'invalid' : 'valid');
  return {
    ...one,
    verdict,
    inForce: verdict === 'valid' ? 'yes' : 'unknown',
    profiles: one.profiles ?? (() => [full.channel.kit.profile()]),
  };
}
