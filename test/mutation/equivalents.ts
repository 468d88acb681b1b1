/**
 * Changes of a bundle that leave it valid. Each row says where and why; a run checks for each mutant that is excused by
 * one that the verdict and every shown value are equal to the golden bundle's, but for the leeway of the row, and fails
 * when a row excuses nothing.
 *
 * @module
 */
import type { Level } from './mutants.js';
import type { Leeway } from './same-answer.js';

export interface Equivalent {
  readonly level: Level;
  /** Of `Mutant.place`. */
  readonly place: RegExp;
  /** Of `Mutant.change`. */
  readonly change: RegExp;
  readonly reason: string;
  /** What may be told otherwise; nothing when left out. */
  readonly leeway?: Leeway;
}

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    level: 'file',
    place: /^\(the file itself\)$/,
    change: /./,
    reason:
      'the line break behind the object is white space, which JSON ignores: doubled, left out or made a blank',
  },
  {
    level: 'structure',
    place: /(?:^|\/)[a-zA-Z]+$/,
    change: /^exchanged with the next$/,
    reason: 'members of an object have no order in JSON; what is hashed is written canonically',
  },
  {
    level: 'structure',
    place: /^statement\/endorsements\/\d+$/,
    change: /^(?:exchanged with the next|doubled)$/,
    reason: 'organizations count once each, in whatever order they signed',
  },
  {
    level: 'structure',
    place: /^statement\/endorsements\/\d+$/,
    change: /^left out$/,
    reason: 'a statement that more organizations signed than are needed is as good without one of them',
    leeway: 'fewerSigners',
  },
  {
    level: 'structure',
    place: /^(?:transaction|block|configuration|timestamps)$/,
    change: /^(?:left out|made \[\]|made "sha256:0+")$/,
    reason:
      'content, batch, issuer and validity carry the verdict; what is left out, or named and not at hand, is told as such',
    leeway: 'lessEvidence',
  },
  {
    level: 'structure',
    place: /^timestamps\/\d+$/,
    change: /^left out$/,
    reason: 'a timestamp that nobody hands over bounds no time; the others, and the ledger, still do',
    leeway: 'lessEvidence',
  },
  {
    level: 'structure',
    place: /^timestamps\/\d+$/,
    change: /^(?:doubled|exchanged with the next)$/,
    reason: 'a token says twice what it says once; those over root and header do not build on each other',
  },
  ...(['file', 'binary'] as const).map((level): Equivalent => ({
    level,
    place: /^timestamps\/\d+\/token$/,
    change: /./,
    reason:
      'what a token has from nobody it signed for (an intermediate certificate, the name of an algorithm) may end the chain or be unknown: then it counts for nothing, and for no other time',
    leeway: 'lessEvidence',
  })),
];
