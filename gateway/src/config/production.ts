/**
 * What production does not take: conveniences of a demonstration, and what is only safe on one machine.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import type { Config } from '../config.js';

/** Passwords that documentation and examples are full of. */
const DEFAULT_PASSWORDS: ReadonlySet<string> = new Set([
  '',
  'postgres',
  'password',
  'chopmark',
  'admin',
  'secret',
  'changeme',
]);

/** Every refusal: the variable, and why (docs/error-codes.md lists the same; a test compares). */
export const PRODUCTION_REFUSALS = {
  DEMO_ACCOUNTS: ['CHOPMARK_DEMO_ACCOUNTS', 'production has no demo accounts'],
  DEMO_SAMPLES: ['CHOPMARK_SAMPLES_DIR', 'production serves no samples'],
  PLAIN_HTTP_LISTENING: [
    'CHOPMARK_HOST',
    'plain http stays on this machine; let a TLS proxy on it pass requests on to 127.0.0.1',
  ],
  PUBLIC_URL_MISSING: ['CHOPMARK_PUBLIC_URL', 'is missing; links would lead nowhere'],
  PLAIN_HTTP_PUBLIC_URL: ['CHOPMARK_PUBLIC_URL', 'must be https beyond this machine'],
  PLAIN_HTTP_ISSUER: ['CHOPMARK_OIDC_ISSUER', 'must be https'],
  MASTER_KEY_MISSING: ['CHOPMARK_MASTER_KEYS', 'is missing; production makes no master key by itself'],
  WEBHOOKS_TO_LOOPBACK: ['CHOPMARK_WEBHOOK_TARGETS', 'loopback is for demonstrations'],
  DATABASE_PASSWORD_KNOWN: ['DATABASE_URL', 'has no password, or one that everybody knows'],
  EMBEDDED_NETWORK: [
    'CHOPMARK_CONNECTION',
    'production refuses the embedded network: one process that plays all organizations proves nothing',
  ],
  DEMO_ACCOUNTS_STORED: [
    'DATABASE_URL',
    'the database has accounts of a demonstration; suspend them (chopmark account suspend) or take another database',
  ],
} as const satisfies Readonly<Record<string, readonly [variable: string, reason: string]>>;

export type ProductionRefusal = keyof typeof PRODUCTION_REFUSALS;

/** For people and scripts: `VARIABLE: CODE: why`. */
export function productionFault(code: ProductionRefusal): string {
  const [variable, reason] = PRODUCTION_REFUSALS[code];
  return `${variable}: ${code}: ${reason}`;
}

/** One line for each thing in the configuration that production refuses. */
export function productionFaults(config: Config): string[] {
  const { demoAccounts, samplesFolder, host, publicUrl, masterKeys, webhookTargets, databaseUrl, oidc } =
    config;
  const found: Readonly<Partial<Record<ProductionRefusal, boolean>>> = {
    DEMO_ACCOUNTS: demoAccounts !== undefined,
    DEMO_SAMPLES: samplesFolder !== undefined,
    PLAIN_HTTP_LISTENING: !isLoopback(host),
    PUBLIC_URL_MISSING: publicUrl === '',
    PLAIN_HTTP_PUBLIC_URL: publicUrl.startsWith('http://') && !isLoopback(hostOf(publicUrl)),
    PLAIN_HTTP_ISSUER: oidc?.issuer.startsWith('http://') === true,
    MASTER_KEY_MISSING: masterKeys === undefined,
    WEBHOOKS_TO_LOOPBACK: webhookTargets === 'loopback',
    DATABASE_PASSWORD_KNOWN: hasDefaultPassword(databaseUrl),
  };
  return CODES.filter((code) => found[code] === true).map(productionFault);
}

const CODES = Object.keys(PRODUCTION_REFUSALS) as ProductionRefusal[];

function hasDefaultPassword(databaseUrl: string): boolean {
  try {
    const { password, hostname, searchParams } = new URL(databaseUrl);
    // A socket folder on this machine authenticates by user.
    const isSocket = hostname === '' || searchParams.get('host')?.startsWith('/') === true;
    return !isSocket && DEFAULT_PASSWORDS.has(decodeURIComponent(password).toLowerCase());
  } catch {
    return true;
  }
}

function hostOf(url: string): string {
  return new URL(url).hostname;
}

export function isLoopback(host: string): boolean {
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host) || ['localhost', '::1', '[::1]'].includes(host);
}

/** @returns Why production refuses the network, if it does. */
export function networkFault(mode: Config['mode'], kind: string): string | undefined {
  return mode === 'production' && kind === 'embedded' ? productionFault('EMBEDDED_NETWORK') : undefined;
}

/**
 * The same before there is a configuration, so that it is told together with all other faults. A connection that cannot be
 * read is somebody else's to tell.
 */
export function networkFaultsIn(env: NodeJS.ProcessEnv): string[] {
  const { CHOPMARK_MODE: mode = '', CHOPMARK_CONNECTION: path = '' } = env;
  if (mode === 'demo' || path === '') return [];
  try {
    const { kind } = JSON.parse(readFileSync(path, 'utf8')) as { readonly kind?: unknown };
    return kind === 'embedded' ? [productionFault('EMBEDDED_NETWORK')] : [];
  } catch {
    return [];
  }
}
