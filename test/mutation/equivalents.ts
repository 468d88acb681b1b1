/**
 * Changes of a bundle that leave it valid. Each row says where and why; a run checks for each mutant that is excused by
 * one that the verdict and every shown value are equal to the golden bundle's, and fails when a row excuses nothing.
 *
 * @module
 */
import type { Level } from './mutants.js';

export interface Equivalent {
  readonly level: Level;
  /** Of `Mutant.place`. */
  readonly place: RegExp;
  /** Of `Mutant.change`. */
  readonly change: RegExp;
  readonly reason: string;
  /** True where fewer signers are told, and nothing else: then the verdict is compared without them. */
  readonly fewerSigners?: true;
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
    fewerSigners: true,
  },
];
