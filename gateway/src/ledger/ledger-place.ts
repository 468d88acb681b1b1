/** Where an anchored document stands on the ledger. */
export interface LedgerPlace {
  readonly namespace: string;
  readonly series: string;
  readonly batch: number;
  /** In its series. */
  readonly sequence: number;
  readonly block: number;
  /** Of the transaction in the block. */
  readonly position: number;
  readonly txId: string;
}
