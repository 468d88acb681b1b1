/**
 * Where webhooks may go. An address of a webhook is chosen by somebody outside and called from inside: it must not be a
 * way to machines that only the gateway reaches (SSRF). Names are looked up again for every call, and the connection is
 * made to the very addresses that were judged.
 *
 * @module
 */
import { lookup as lookUp } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * `public`: addresses of the internet, by https. `private`: also those of private networks, for a bureau whose taxpayers
 * are on one. `loopback`: also this machine, and plain http there; for demonstrations.
 */
export const TARGET_RANGES = ['public', 'private', 'loopback'] as const;
export type TargetRange = (typeof TARGET_RANGES)[number];

/** The target of a webhook is one that may not be called. */
export class TargetRefusedError extends Error {
  override readonly name = 'TargetRefusedError';
  readonly code: TargetFault;

  constructor(code: TargetFault) {
    super(code);
    this.code = code;
  }
}

export type TargetFault =
  | 'TARGET_UNREADABLE'
  | 'TARGET_NOT_HTTPS'
  | 'TARGET_HAS_PASSWORD'
  | 'TARGET_HAS_FRAGMENT'
  | 'TARGET_NOT_PUBLIC';

/** Addresses of a name, as text. */
export type Resolve = (host: string) => Promise<readonly string[]>;

const resolveByDns: Resolve = async (host) =>
  (await lookUp(host, { all: true, verbatim: true })).map(({ address }) => address);

const PRIVATE: readonly (readonly [string, number])[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
];

/** Of no use to anybody outside, or of use to an attacker only: never, whatever is allowed (IANA's special registries). */
const SPECIAL: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const listOf = (subnets: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
};

const LOOPBACK_4 = listOf([['127.0.0.0', 8]], 'ipv4');
const PRIVATE_4 = listOf(PRIVATE, 'ipv4');
const SPECIAL_4 = listOf(SPECIAL, 'ipv4');
/** Global unicast; what is outside (loopback, link-local, multicast, mapped and translated addresses) is not. */
const GLOBAL_6 = listOf([['2000::', 3]], 'ipv6');
/** Inside it: documentation, Teredo, benchmarking, 6to4, which lead elsewhere than they look. */
const SPECIAL_6 = listOf(
  [
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
  ],
  'ipv6',
);
const UNIQUE_LOCAL_6 = listOf([['fc00::', 7]], 'ipv6');

/** What kind of place an address is. */
export function rangeOf(address: string): TargetRange | 'special' {
  if (isIP(address) === 4) {
    if (LOOPBACK_4.check(address)) return 'loopback';
    if (PRIVATE_4.check(address)) return 'private';
    return SPECIAL_4.check(address) ? 'special' : 'public';
  }
  if (isIP(address) !== 6) return 'special';
  if (address === '::1') return 'loopback';
  if (UNIQUE_LOCAL_6.check(address, 'ipv6')) return 'private';
  return GLOBAL_6.check(address, 'ipv6') && !SPECIAL_6.check(address, 'ipv6') ? 'public' : 'special';
}

export class TargetGuard {
  readonly #allowed: ReadonlySet<string>;
  readonly #isDemo: boolean;
  readonly #resolve: Resolve;

  constructor(range: TargetRange, resolve: Resolve = resolveByDns) {
    this.#allowed = new Set(TARGET_RANGES.slice(0, TARGET_RANGES.indexOf(range) + 1));
    this.#isDemo = range === 'loopback';
    this.#resolve = resolve;
  }

  /**
   * What can be told from the text alone.
   *
   * @throws {TargetRefusedError}
   */
  parse(text: string): URL {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined) throw new TargetRefusedError('TARGET_UNREADABLE');
    if (url.protocol !== 'https:' && !(this.#isDemo && url.protocol === 'http:'))
      throw new TargetRefusedError('TARGET_NOT_HTTPS');
    if (url.username !== '' || url.password !== '') throw new TargetRefusedError('TARGET_HAS_PASSWORD');
    if (url.hash !== '') throw new TargetRefusedError('TARGET_HAS_FRAGMENT');
    const host = hostOf(url);
    if (isIP(host) !== 0) this.#assertAllowed(host, url);
    return url;
  }

  /**
   * Looks the name up and judges every address of it.
   *
   * @returns Addresses that may be called, and nothing else may.
   * @throws {TargetRefusedError} when one of them may not: a name that is half inside is a trap
   */
  async addressesOf(url: URL): Promise<readonly string[]> {
    const host = hostOf(url);
    const addresses = isIP(host) === 0 ? await this.#resolve(host) : [host];
    if (addresses.length === 0) throw new TargetRefusedError('TARGET_NOT_PUBLIC');
    for (const address of addresses) this.#assertAllowed(address, url);
    return addresses;
  }

  #assertAllowed(address: string, url: URL): void {
    const range = rangeOf(address);
    if (!this.#allowed.has(range)) throw new TargetRefusedError('TARGET_NOT_PUBLIC');
    if (url.protocol === 'http:' && range !== 'loopback') throw new TargetRefusedError('TARGET_NOT_HTTPS');
  }
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** For `http.request`: whatever it asks for, it gets the addresses that were judged. */
export function fixedLookup(addresses: readonly string[]): LookupFunction {
  const entries = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, done) => {
    const [first] = entries;
    if (options.all === true) done(null, entries);
    else done(null, first?.address ?? '', first?.family);
  };
}
