/** What several trust profiles of one network say together: nobody is believed more because a file was added. */
import type { Verdict } from './verdict.js';

/** From the best. */
const VERDICTS: readonly Verdict['verdict'][] = ['valid', 'indeterminate', 'invalid', 'error'];
const IN_FORCE: readonly Verdict['inForce'][] = ['yes', 'unknown', 'no'];
/** Fingerprints are shown in groups of four digits; so many characters tell profiles apart. */
const SHOWN_CHARACTERS = 19;

/**
 * @param verdicts One for each profile, at least one, in the order in which the profiles were given.
 * @returns The worst; of equals the first. A note says what each of the others answers that answers otherwise.
 */
export function worstOfProfiles(verdicts: readonly Verdict[]): Verdict {
  const worst = verdicts.reduce((one, other) => (rankOf(other) > rankOf(one) ? other : one));
  const others = verdicts.filter((one) => rankOf(one) !== rankOf(worst));
  const notes = others.map(({ verdict, inForce, profile }) => {
    const shown = profile ? `${profile.name} (${profile.fingerprint.slice(0, SHOWN_CHARACTERS)} …)` : '–';
    return { code: 'PROFILES_DIFFER', detail: `${shown}: ${verdict}, in force: ${inForce}` } as const;
  });
  return { ...worst, notes: [...worst.notes, ...notes] };
}

function rankOf({ verdict, inForce }: Verdict): number {
  return VERDICTS.indexOf(verdict) * IN_FORCE.length + IN_FORCE.indexOf(inForce);
}
