/**
 * Streams of one organization's peer, one per package id, dialled on first use and again after they ended. A dial that
 * fails fails that call at once; the next call dials anew.
 */
import type { peer } from '@hyperledger/fabric-protos';
import { ChaincodeStream } from './chaincode-stream.js';
import type { Call } from './invocation.js';
import type { PackageContent } from './package-reader.js';

export class ChaincodeConnections {
  readonly #executeTimeoutMs: () => number;
  readonly #packages = new Map<string, PackageContent>();
  readonly #streams = new Map<string, Promise<ChaincodeStream>>();

  /** @param executeTimeoutMs Asked at each call. */
  constructor(executeTimeoutMs: () => number) {
    this.#executeTimeoutMs = executeTimeoutMs;
  }

  install(content: PackageContent): void {
    this.#packages.set(content.packageId, content);
  }

  isInstalled(packageId: string): boolean {
    return this.#packages.has(packageId);
  }

  get installed(): PackageContent[] {
    return [...this.#packages.values()];
  }

  /** @throws {Error} When the chaincode cannot be reached, dies during the call or takes too long. */
  async execute(packageId: string, call: Call): Promise<peer.ChaincodeMessage> {
    const stream = await this.#launch(packageId);
    try {
      return await stream.execute(call, this.#executeTimeoutMs());
    } catch (cause) {
      throw new Error(`error sending: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }

  #launch(packageId: string): Promise<ChaincodeStream> {
    const open = this.#streams.get(packageId);
    if (open) return open;
    const dialled = this.#dial(packageId);
    this.#streams.set(packageId, dialled);
    const forget = (): void => {
      if (this.#streams.get(packageId) === dialled) this.#streams.delete(packageId);
    };
    dialled.then((stream) => stream.ended.then(forget), forget);
    return dialled;
  }

  async #dial(packageId: string): Promise<ChaincodeStream> {
    const content = this.#packages.get(packageId);
    try {
      if (!content)
        throw new Error(`error building chaincode: chaincode install package '${packageId}' not found`);
      return await ChaincodeStream.open(content);
    } catch (cause) {
      throw new Error(
        `could not launch chaincode ${packageId}: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
  }

  /** Ends the stream of every package; the next call dials again. */
  async dropStreams(): Promise<void> {
    const streams = [...this.#streams.values()];
    this.#streams.clear();
    for (const stream of streams) (await stream.catch(() => undefined))?.close();
  }
}
