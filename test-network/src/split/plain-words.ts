/** What may stand in units, compose files and settings without quotes: checked once, where it comes from outside. */
import { isIpv4 } from '../hosts.js';
import { NetworkError } from '../network-error.js';

const PLAIN_PATH = /^(?:\/[A-Za-z0-9._-]+)+$/;
const DNS_NAME =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;
const KEY = /^[a-z][a-z0-9]{0,19}$/;

/** @throws {NetworkError} `PLAN_REFUSED` unless it is an absolute path of letters, digits, `.`, `_` and `-`. */
export function assertPlainPath(what: string, path: string): void {
  if (!PLAIN_PATH.test(path) || path.split('/').some((part) => part === '.' || part === '..')) {
    throw new NetworkError('PLAN_REFUSED', `${what} must be a plain absolute path, not "${path}"`);
  }
}

/** @throws {NetworkError} `PLAN_REFUSED` unless it is a DNS name in small letters or an IPv4 address. */
export function assertHost(key: string, host: string): void {
  if (!isIpv4(host) && (!DNS_NAME.test(host) || /^[0-9.]+$/.test(host))) {
    throw new NetworkError('PLAN_REFUSED', `host of ${key}: "${host}" is no DNS name and no IPv4 address`);
  }
}

/** @throws {NetworkError} `PLAN_REFUSED` unless it may name a folder everywhere. */
export function assertKey(key: string): void {
  if (!KEY.test(key)) throw new NetworkError('PLAN_REFUSED', `"${key}" is no key of an organization`);
}
