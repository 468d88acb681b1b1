/**
 * The contract as Fabric calls it: one method for each function of the ledger,
 * without any rule of its own. Every parameter is text; `entries` and `hashes`
 * are raw bytes whose text form is lossy, so their functions read the wire form.
 *
 * `Context` is imported as a value on purpose: as a type it would become the first
 * parameter of every function.
 *
 * @module
 */
/* eslint-disable @typescript-eslint/no-unused-vars -- entries and hashes name raw arguments; their text is lossy, the call has the bytes */
import { LEDGER_CONTRACT, LedgerError } from '@chopmark/core';
import { Context, Contract, Info, Returns, Transaction } from 'fabric-contract-api';
import { anchor, fence } from './anchoring';
import { attest } from './attestation';
import { callFrom } from './call';
import { tick } from './clock';
import { getBatch, getClock, getHead, getRoles, getSeries, version } from './queries';
import { closeSeries, grantRoles, openSeries, revokeRoles } from './registry';

@Info({
  title: 'LedgerContract',
  description: 'Salted hashes of issued documents, in numbered series of batches',
})
export class LedgerContract extends Contract {
  constructor() {
    super(LEDGER_CONTRACT.name);
  }

  /**
   * Gives a certificate of the authority's MSP its roles, once and for all.
   *
   * @param certificate SHA-256 of the certificate's DER form, hex.
   * @param roles Some of `anchor,registry`, sorted, separated by commas.
   * @returns The role record.
   */
  @Transaction()
  @Returns('string')
  grantRoles(ctx: Context, certificate: string, roles: string): Promise<string> {
    return grantRoles(callFrom(ctx), certificate, roles);
  }

  /** Takes a certificate its roles, for good. @returns The role record. */
  @Transaction()
  @Returns('string')
  revokeRoles(ctx: Context, certificate: string): Promise<string> {
    return revokeRoles(callFrom(ctx), certificate);
  }

  /**
   * Opens a series of one kind, one suite and a prefix that is its own.
   *
   * @param series 1 to 40 of `a-z`, `0-9` and `-`.
   * @returns The series record.
   */
  @Transaction()
  @Returns('string')
  openSeries(ctx: Context, series: string, kind: string, suite: string, prefix: string): Promise<string> {
    return openSeries(callFrom(ctx), series, kind, suite, prefix);
  }

  /** Ends a series; what is anchored in it stays. @returns The series record. */
  @Transaction()
  @Returns('string')
  closeSeries(ctx: Context, series: string): Promise<string> {
    return closeSeries(callFrom(ctx), series);
  }

  /**
   * Puts the next batch of a series on the ledger. The same batch again writes nothing.
   *
   * @param batch Number of the batch: the last one plus 1.
   * @param first Sequence of the first entry: the next one of the series.
   * @param root Tree head over the entries, hex.
   * @param entries Document hashes, 32 raw bytes each, 1 to 16,384 of them.
   * @returns The batch record.
   */
  @Transaction()
  @Returns('string')
  anchor(
    ctx: Context,
    series: string,
    batch: string,
    first: string,
    root: string,
    entries: string,
  ): Promise<string> {
    return anchor(callFrom(ctx), series, batch, first, root);
  }

  /** Voids every endorsed envelope still held for the next batch number. @returns The head record. */
  @Transaction()
  @Returns('string')
  fence(ctx: Context, series: string, batch: string): Promise<string> {
    return fence(callFrom(ctx), series, batch);
  }

  /** Advances the ledger clock to the proposal's time. @returns The clock record. */
  @Transaction()
  @Returns('string')
  tick(ctx: Context): Promise<string> {
    return tick(callFrom(ctx));
  }

  /**
   * States a batch and its documents as of the ledger clock; to be endorsed, never submitted.
   *
   * @param hashes Document hashes, 32 raw bytes each, 1 to 1,000 of them.
   * @returns The attestation.
   */
  @Transaction(false)
  @Returns('string')
  attest(ctx: Context, series: string, batch: string, hashes: string): Promise<string> {
    return attest(callFrom(ctx), series, batch);
  }

  @Transaction(false)
  @Returns('string')
  getSeries(ctx: Context, series: string): Promise<string> {
    return getSeries(callFrom(ctx), series);
  }

  @Transaction(false)
  @Returns('string')
  getHead(ctx: Context, series: string): Promise<string> {
    return getHead(callFrom(ctx), series);
  }

  @Transaction(false)
  @Returns('string')
  getBatch(ctx: Context, series: string, batch: string): Promise<string> {
    return getBatch(callFrom(ctx), series, batch);
  }

  @Transaction(false)
  @Returns('string')
  getClock(ctx: Context): Promise<string> {
    return getClock(callFrom(ctx));
  }

  @Transaction(false)
  @Returns('string')
  getRoles(ctx: Context, certificate: string): Promise<string> {
    return getRoles(callFrom(ctx), certificate);
  }

  @Transaction(false)
  @Returns('string')
  version(ctx: Context): string {
    return version(callFrom(ctx));
  }

  /** Turns a refusal into text that survives the peer; anything else fails as it is. */
  override async aroundTransaction(...call: Parameters<Contract['aroundTransaction']>): Promise<void> {
    try {
      // eslint-disable-next-line @typescript-eslint/no-confusing-void-expression -- typed void upstream, yet this is the transaction's result
      return await super.aroundTransaction(...call);
    } catch (error) {
      throw error instanceof LedgerError ? new Error(error.toWire(), { cause: error }) : error;
    }
  }
}
