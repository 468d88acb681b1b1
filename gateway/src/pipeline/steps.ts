/**
 * The steps of a document's way, by name. Faults are injected here: a test that never
 * resolves at one of them and then cuts the database connections has killed the process there.
 *
 * @module
 */
export type PipelineStep =
  | 'accept.begin'
  | 'accept.durable'
  | 'seal.begin'
  | 'seal.read'
  | 'seal.durable'
  | 'anchor.endorsed'
  | 'anchor.stored'
  | 'anchor.submitted'
  | 'fence.endorsed'
  | 'fence.stored'
  | 'fence.submitted'
  | 'fold.begin'
  | 'fold.durable';

export type AtStep = (step: PipelineStep) => Promise<void>;

export const NO_FAULTS: AtStep = () => Promise.resolve();
