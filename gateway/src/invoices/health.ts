/** Answers of `/readyz`: which part is down, and why. Details carry no document data. */
export interface HealthPart {
  readonly ok: boolean;
  readonly detail: string;
}

export interface DeskHealth {
  readonly database: HealthPart;
  readonly ledger: HealthPart;
  /** Not ok while a line is halted (corrupt document, ledger ahead of the database, …). */
  readonly pipeline: HealthPart;
  /** Not ok while the block stream is down or its own first catch-up is not done. */
  readonly projection: HealthPart;
}
