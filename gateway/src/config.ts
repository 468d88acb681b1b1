/**
 * What the environment says, read once and in one place; every fault is reported at once. `.env.example` describes each
 * variable.
 *
 * @module
 */
import type { z } from 'zod';
import { Environment, type Values } from './config/environment.js';
import { productionFaults } from './config/production.js';
import type { Organization } from './rights/right.js';
import type { TargetRange } from './webhooks/target-guard.js';

export type Mode = 'demo' | 'production';

export interface Config {
  readonly organization: Organization;
  readonly mode: Mode;
  /** Path of `connections/<key>.json`. */
  readonly connection: string;
  /** Holds a password. */
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  /** Where `/metrics` is read; absent: nowhere. */
  readonly metrics?: { readonly host: string; readonly port: number };
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly dataFolder: string;
  /** File of master keys (keys/key-file.ts); absent: one in the data folder, made by a demonstration. */
  readonly masterKeys?: string;
  readonly demoAccounts?: string;
  readonly samplesFolder?: string;
  readonly webFolder?: string;
  readonly sdkFolder?: string;
  readonly trustedProxies: number;
  /** How long an access token counts. */
  readonly sessionMinutes: number;
  /** How long a session can be refreshed. */
  readonly sessionHours: number;
  readonly verificationsPerMinute: number;
  readonly maxBatchBytes: number;
  readonly databaseConnections: number;
  readonly issueChannel: number;
  /** For how long what was issued must be kept, from its day of issue. */
  readonly retentionDays: number;
  /** Age of a record of the audit log at which it is covered by a checkpoint. */
  readonly auditCheckpointMinutes: number;
  readonly maxRequests: number;
  readonly maxConnections: number;
  /** Who timestamps what is anchored, and a file of PEM roots beside those of the trust profile; absent: nobody. */
  readonly timestamps?: { readonly url: string; readonly roots?: string };
  /** Where webhooks may lead. */
  readonly webhookTargets: TargetRange;
  /** Where people sign in beside passwords; absent: nowhere. */
  readonly oidc?: OidcConfig;
  readonly drainSeconds: number;
  /** How often the gateway proves its newest document to itself; 0: never. */
  readonly canarySeconds: number;
  readonly logLevel: string;
}

/** A client of an OpenID Connect provider, registered for `<publicUrl>/v1/oidc/callback`. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Paths of this gateway to which a browser that signed in may go, the usual one first. */
  readonly returnPaths: readonly string[];
}

/** Something in the environment is missing or wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** One for each fault: the variable, and what is wrong with it; never its value. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`bad configuration\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * @param before Faults that were found on the way here (secrets.ts), told together with the rest.
 * @throws {ConfigError} naming every variable that is missing or wrong: one failed start tells all.
 */
export function configFrom(env: NodeJS.ProcessEnv, before: readonly string[] = []): Config {
  // An empty variable is how a compose file says "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError([...before, ...parsed.error.issues.map((issue) => faultOf(issue, given))]);
  }
  const config = configOf(parsed.data);
  const faults = [
    ...before,
    ...incompleteFaults(config),
    ...(config.mode === 'production' ? productionFaults(config) : []),
  ];
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function faultOf({ path: [name], message }: z.core.$ZodIssue, given: NodeJS.ProcessEnv): string {
  return given[String(name)] === undefined ? `${String(name)}: is missing` : `${String(name)}: ${message}`;
}

function configOf(values: Values): Config {
  const host = values.CHOPMARK_HOST;
  const port = values.CHOPMARK_GATEWAY_PORT;
  return {
    organization: values.CHOPMARK_ORGANIZATION,
    mode: values.CHOPMARK_MODE,
    connection: values.CHOPMARK_CONNECTION,
    databaseUrl: values.DATABASE_URL,
    host,
    port,
    ...(values.CHOPMARK_METRICS_PORT !== undefined && {
      metrics: { host: values.CHOPMARK_METRICS_HOST, port: values.CHOPMARK_METRICS_PORT },
    }),
    publicUrl: values.CHOPMARK_PUBLIC_URL ?? '',
    dataFolder: values.CHOPMARK_DATA_DIR,
    ...optional('masterKeys', values.CHOPMARK_MASTER_KEYS),
    ...optional('demoAccounts', values.CHOPMARK_DEMO_ACCOUNTS),
    ...optional('samplesFolder', values.CHOPMARK_SAMPLES_DIR),
    ...optional('webFolder', values.CHOPMARK_WEB_DIR),
    ...optional('sdkFolder', values.CHOPMARK_SDK_DIR),
    trustedProxies: values.CHOPMARK_TRUSTED_PROXIES,
    sessionMinutes: values.CHOPMARK_SESSION_MINUTES,
    sessionHours: values.CHOPMARK_SESSION_HOURS,
    verificationsPerMinute: values.CHOPMARK_VERIFICATIONS_PER_MINUTE,
    maxBatchBytes: values.CHOPMARK_MAX_BATCH_BYTES,
    databaseConnections: values.CHOPMARK_DATABASE_CONNECTIONS,
    issueChannel: values.CHOPMARK_ISSUE_CHANNEL,
    retentionDays: values.CHOPMARK_RETENTION_DAYS,
    auditCheckpointMinutes: values.CHOPMARK_AUDIT_CHECKPOINT_MINUTES,
    maxRequests: values.CHOPMARK_MAX_REQUESTS,
    maxConnections: values.CHOPMARK_MAX_CONNECTIONS,
    ...(values.CHOPMARK_TSA_URL !== undefined && {
      timestamps: { url: values.CHOPMARK_TSA_URL, ...optional('roots', values.CHOPMARK_TSA_ROOTS) },
    }),
    webhookTargets: values.CHOPMARK_WEBHOOK_TARGETS,
    ...oidcOf(values),
    drainSeconds: values.CHOPMARK_DRAIN_SECONDS,
    canarySeconds: values.CHOPMARK_CANARY_SECONDS,
    logLevel: values.LOG_LEVEL,
  };
}

function oidcOf(values: Values): Pick<Config, 'oidc'> {
  const issuer = values.CHOPMARK_OIDC_ISSUER;
  if (issuer === undefined) return {};
  const { CHOPMARK_OIDC_CLIENT_ID: clientId = '', CHOPMARK_OIDC_CLIENT_SECRET: clientSecret = '' } = values;
  const returnPaths = values.CHOPMARK_OIDC_RETURN_PATHS.split(',');
  return { oidc: { issuer, clientId, clientSecret, returnPaths } };
}

/** What belongs together and is not all there. */
function incompleteFaults({ oidc, publicUrl }: Config): string[] {
  if (oidc === undefined) return [];
  return [
    ...(oidc.clientId === '' ? ['CHOPMARK_OIDC_CLIENT_ID: is missing beside CHOPMARK_OIDC_ISSUER'] : []),
    ...(oidc.clientSecret === ''
      ? ['CHOPMARK_OIDC_CLIENT_SECRET: is missing beside CHOPMARK_OIDC_ISSUER']
      : []),
    ...(publicUrl === '' ? ['CHOPMARK_PUBLIC_URL: is missing beside CHOPMARK_OIDC_ISSUER'] : []),
  ];
}

function optional<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, string>);
}

/** For people: everything but the password of the database. */
export function printableConfig(config: Config): string {
  const { oidc } = config;
  const databaseUrl = config.databaseUrl.replace(/:\/\/[^@]*@/, '://[hidden]@');
  return JSON.stringify(
    { ...config, databaseUrl, ...(oidc && { oidc: { ...oidc, clientSecret: '[hidden]' } }) },
    undefined,
    2,
  );
}
