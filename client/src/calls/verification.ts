/**
 * What a gateway says about a proof or a paper. To ask nobody, see `./verify`.
 *
 * @module
 */
import type { components } from '../generated/api.js';
import type { CallOptions } from '../transport/transport.js';
import type { Wire } from './wire.js';

export type Verdict = components['schemas']['Verdict'];
export type CheckRequest = components['schemas']['CheckRequest'];
export type CheckResult = components['schemas']['CheckResult']['result'];

export class Verification {
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  /** The gateway's verdict on a bundle, under the trust profile that it has. */
  async judge(bundle: Uint8Array<ArrayBuffer>, options?: CallOptions): Promise<Verdict> {
    const request = new Request(this.#wire.address('/v1/verifications'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/vnd.chopmark.bundle+json' },
      body: bundle,
    });
    return (await (await this.#wire.transport.send(request, options)).json()) as Verdict;
  }

  /** Number, date and total with tax as they stand on a paper. Never says which of them differs. */
  async check(paper: CheckRequest, options: CallOptions = {}): Promise<CheckResult> {
    const { data } = await this.#wire.api.POST('/v1/verifications', {
      body: paper,
      ...this.#wire.under(options),
    });
    const answer = this.#wire.require(data);
    return (answer as components['schemas']['CheckResult']).result;
  }

  /** The trust profile that this gateway publishes. Compare its fingerprint with one from elsewhere before relying on it. */
  async trustProfile(options?: CallOptions): Promise<Uint8Array<ArrayBuffer>> {
    const request = new Request(this.#wire.address('/.well-known/chopmark-trust.json'));
    return new Uint8Array(await (await this.#wire.transport.send(request, options)).arrayBuffer());
  }
}
