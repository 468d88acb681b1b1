/** Options of a verb, read by name; whatever is missing or not of its form is a mistake of usage. */
import { parseArgs } from 'node:util';
import type { NetworkDescription, OrganizationKey } from '../description.js';

const NAMES = {
  channel: { type: 'string' },
  chaincode: { type: 'string' },
  'fabric-bin': { type: 'string' },
  folder: { type: 'string' },
  from: { type: 'string', multiple: true },
  genesis: { type: 'string' },
  home: { type: 'string' },
  hosts: { type: 'string' },
  node: { type: 'string' },
  organization: { type: 'string' },
  patience: { type: 'string' },
  place: { type: 'string' },
  plan: { type: 'string' },
  'port-base': { type: 'string' },
  project: { type: 'string' },
  to: { type: 'string' },
  'with-authority-keys': { type: 'boolean' },
} as const;

export type OptionName = keyof typeof NAMES;

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export class Options {
  readonly #values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

  constructor(args: readonly string[]) {
    try {
      this.#values = parseArgs({ args: [...args], options: NAMES, allowPositionals: false }).values;
    } catch (cause) {
      throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
    }
  }

  optional(name: OptionName): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  text(name: OptionName): string {
    const value = this.optional(name);
    if (value === undefined) throw new UsageError(`--${name} is missing`);
    return value;
  }

  /** Those of the options that are given, under other names. */
  some<K extends string>(names: Readonly<Record<K, OptionName>>): Partial<Record<K, string>> {
    const rows = Object.entries<OptionName>(names).map(([key, name]) => [key, this.optional(name)] as const);
    return Object.fromEntries(rows.filter(([, value]) => value !== undefined)) as Partial<Record<K, string>>;
  }

  list(name: OptionName): readonly string[] {
    const value = this.#values[name];
    if (!Array.isArray(value)) throw new UsageError(`--${name} is missing`);
    return value as readonly string[];
  }

  flag(name: OptionName): boolean {
    return this.#values[name] === true;
  }

  number(name: OptionName, preset: number): number {
    const text = this.optional(name);
    const value = text === undefined ? preset : Number(text);
    if (!Number.isSafeInteger(value) || value < 1 || (name === 'port-base' && value > 65_000)) {
      throw new UsageError(`--${name} is no number in range`);
    }
    return value;
  }

  /** Key of an organization of the network. */
  organization({ organizations }: NetworkDescription): OrganizationKey {
    const key = this.text('organization');
    if (!organizations.some((organization) => organization.key === key)) {
      throw new UsageError(`--organization: there are ${organizations.map((known) => known.key).join(', ')}`);
    }
    return key;
  }
}
