/** What one block changes in the world state: the last write of each key wins. */

/** Height at which a key was last written: block and position of the transaction in it. */
export type Version = { readonly block: number; readonly position: number };

/** A key's new content; without `value` it is deleted. */
export type StateUpdate = {
  readonly value: Uint8Array | undefined;
  /** Serialized `KVMetadataWrite` entries; `undefined` when the key has none. */
  readonly metadata: Uint8Array | undefined;
  readonly version: Version;
};

export class StateUpdates {
  readonly namespaces = new Map<string, Map<string, StateUpdate>>();

  get(namespace: string, key: string): StateUpdate | undefined {
    return this.namespaces.get(namespace)?.get(key);
  }

  has(namespace: string, key: string): boolean {
    return this.namespaces.get(namespace)?.has(key) ?? false;
  }

  set(namespace: string, key: string, update: StateUpdate): void {
    const entries = this.namespaces.get(namespace) ?? new Map<string, StateUpdate>();
    this.namespaces.set(namespace, entries);
    entries.set(key, update);
  }
}

export function sameVersion(left: Version | undefined, right: Version | undefined): boolean {
  if (!left || !right) return left === right;
  return left.block === right.block && left.position === right.position;
}
