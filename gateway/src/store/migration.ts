/** One step of the schema, forward only: plain SQL, so that its checksum says what ran. */
export interface SchemaStep {
  /** File name without its ending, `NNNN-topic`: 00xx the issuing side, 01xx accounts and sessions. */
  readonly name: string;
  readonly sql: string;
}
