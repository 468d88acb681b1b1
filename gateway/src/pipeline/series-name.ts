/**
 * Names of this gateway's series: one of invoices for each year of issue and channel, and one of audit checkpoints. A
 * name says which kind of documents stands in the series, and the prefix of their numbers.
 *
 * @module
 */
import { SANDBOX_REGION } from '@chopmark/core';

/** How documents are hashed in every series that a gateway opens. */
export const SUITE = 'sha256-p256';

/** Kinds of documents that a gateway seals. */
export type SealedKind = 'invoice' | 'auditCheckpoint';

const NAME = /^inv-([0-9]{5})$/;
const CHECKPOINTS = /^audit-(tax|affairs|court)-([0-9])$/;

/** @param issuedOn `yyyy-mm-dd`. @returns E.g. `inv-26002`. */
export function seriesOf(issuedOn: string, issueChannel: number): string {
  return `inv-${issuedOn.slice(2, 4)}${SANDBOX_REGION}${issueChannel}`;
}

/** Where the gateway of an organization deposits its audit log: each channel has a database of its own. */
export const checkpointSeries = (organization: string, issueChannel: number): string =>
  `audit-${organization}-${issueChannel}`;

/** The number prefix is in the name. @throws {Error} When it is no series of a gateway. */
export function prefixOf(series: string): string {
  const invoices = NAME.exec(series)?.[1];
  if (invoices !== undefined) return invoices;
  const [, organization, channel] = CHECKPOINTS.exec(series) ?? [];
  if (organization === undefined) throw new Error(`${series} is no series of a gateway`);
  return `AUDIT${organization.toUpperCase()}${channel}`;
}

export const seriesOfPrefix = (prefix: string): string => `inv-${prefix}`;

export const kindOfSeries = (series: string): SealedKind =>
  CHECKPOINTS.test(series) ? 'auditCheckpoint' : 'invoice';

/** Series that only this gateway writes: those of its channel of issue. */
export function isOwnSeries(series: string, issueChannel: number): boolean {
  if (CHECKPOINTS.test(series)) return series.endsWith(`-${issueChannel}`);
  return NAME.test(series) && series.endsWith(`${SANDBOX_REGION}${issueChannel}`);
}
