/**
 * Names of this gateway's invoice series: one for each year of issue and channel.
 *
 * @module
 */
import { SANDBOX_REGION } from '@chopmark/core';

const NAME = /^inv-([0-9]{5})$/;

/** @param issuedOn `yyyy-mm-dd`. @returns E.g. `inv-26002`. */
export function seriesOf(issuedOn: string, issueChannel: number): string {
  return `inv-${issuedOn.slice(2, 4)}${SANDBOX_REGION}${issueChannel}`;
}

/** The number prefix is in the name: year, region, channel. @throws {Error} When it is no invoice series. */
export function prefixOf(series: string): string {
  const prefix = NAME.exec(series)?.[1];
  if (prefix === undefined) throw new Error(`${series} is no invoice series`);
  return prefix;
}

export const seriesOfPrefix = (prefix: string): string => `inv-${prefix}`;

/** Series that only this gateway writes: those of its channel of issue. */
export function isOwnSeries(series: string, issueChannel: number): boolean {
  return NAME.test(series) && series.endsWith(`${SANDBOX_REGION}${issueChannel}`);
}
