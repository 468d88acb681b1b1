/**
 * What production does not take: conveniences of a demonstration, and what is only safe on one machine.
 *
 * @module
 */
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

/** One line for each variable that production refuses. */
export function productionFaults(config: Config): string[] {
  return [
    ...demoFaults(config),
    ...addressFaults(config),
    ...(config.masterKeys === undefined
      ? ['CHOPMARK_MASTER_KEYS: is missing; production makes no master key by itself']
      : []),
    ...(config.webhookTargets === 'loopback'
      ? ['CHOPMARK_WEBHOOK_TARGETS: loopback is for demonstrations']
      : []),
    ...(hasDefaultPassword(config.databaseUrl)
      ? ['DATABASE_URL: has no password, or one that everybody knows']
      : []),
  ];
}

function demoFaults({ demoAccounts, samplesFolder }: Config): string[] {
  return [
    ...(demoAccounts === undefined ? [] : ['CHOPMARK_DEMO_ACCOUNTS: production has no demo accounts']),
    ...(samplesFolder === undefined ? [] : ['CHOPMARK_SAMPLES_DIR: production serves no samples']),
  ];
}

function addressFaults({ host, publicUrl }: Config): string[] {
  return [
    ...(isLoopback(host)
      ? []
      : [
          'CHOPMARK_HOST: plain http stays on this machine; let a TLS proxy on it pass requests on to 127.0.0.1',
        ]),
    ...(publicUrl === '' ? ['CHOPMARK_PUBLIC_URL: is missing'] : []),
    ...(publicUrl.startsWith('http://') && !isLoopback(hostOf(publicUrl))
      ? ['CHOPMARK_PUBLIC_URL: must be https beyond this machine']
      : []),
  ];
}

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

/** @returns Why production refuses the network, if it does: one process that plays all organizations proves nothing. */
export function networkFault(mode: Config['mode'], kind: string): string | undefined {
  return mode === 'production' && kind === 'embedded'
    ? 'CHOPMARK_CONNECTION: production refuses the embedded network'
    : undefined;
}
