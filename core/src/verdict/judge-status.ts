/** Is the document still good, and as of when? */
import type { Statement } from '../fabric-proof/statement.js';
import type { PreparedTrust } from '../trust/prepared-trust.js';
import { placeOf } from './place-of.js';
import { type Finding, finding } from './verdict.js';

/**
 * @param believed As for `attestedTime`.
 * @param documentHash Lowercase hex.
 * @param time Answer of `attestedTime`: an instant that is in doubt dates nothing.
 */
export function judgeStatus(
  believed: Statement | undefined,
  documentHash: string,
  trust: PreparedTrust | undefined,
  time: Finding,
  now: Date,
): Finding {
  if (!believed || !trust || time.outcome !== 'pass')
    return finding('STATUS_NOT_CHECKED', 'no instant to speak of');
  const { hashes } = believed.question;
  const { states, clock } = believed.answer;
  const place = placeOf(hashes, documentHash);
  if (place === undefined) return finding('STATUS_NOT_CHECKED', 'the statement answers for other documents');
  if (states[place] !== null)
    return finding('STATUS_NOT_UNDERSTOOD', 'the document has events that this verifier does not know');
  const ageSeconds = Math.floor((now.getTime() - Date.parse(clock)) / 1000);
  return ageSeconds <= trust.profile.statusMaxAgeSeconds
    ? finding('STATUS_IN_FORCE', `no event as of ${clock}`)
    : finding('STATUS_TOO_OLD', `as of ${clock}, older than ${trust.profile.statusMaxAgeSeconds} seconds`);
}
