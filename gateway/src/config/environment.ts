/**
 * The variables of the environment: the form of each, and what counts where it is not set.
 *
 * @module
 */
import { z } from 'zod';
import { ORGANIZATIONS } from '../rights/right.js';
import { TARGET_RANGES } from '../webhooks/target-guard.js';

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^[0-9]{1,12}$/, { error: 'must be a whole number', abort: true })
    .transform(Number)
    .pipe(z.number().min(least, `must be at least ${least}`).max(most, `must be at most ${most}`));

const path = z.string().min(1, 'must not be empty');

export const Environment = z.object({
  CHOPMARK_ORGANIZATION: z.enum(ORGANIZATIONS, { error: `must be one of ${ORGANIZATIONS.join(', ')}` }),
  CHOPMARK_MODE: z
    .enum(['demo', 'production'], { error: 'must be demo or production' })
    .default('production'),
  CHOPMARK_CONNECTION: path,
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'must be postgresql://user:password@host:port/database'),
  CHOPMARK_HOST: path.default('127.0.0.1'),
  CHOPMARK_GATEWAY_PORT: whole(0, 65_535).default(8400),
  CHOPMARK_METRICS_HOST: path.default('127.0.0.1'),
  CHOPMARK_METRICS_PORT: whole(0, 65_535).optional(),
  CHOPMARK_PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^\s/?#]+$/, 'must be http(s)://host[:port], nothing after it')
    .optional(),
  CHOPMARK_DATA_DIR: path,
  CHOPMARK_MASTER_KEYS: path.optional(),
  CHOPMARK_DEMO_ACCOUNTS: path.optional(),
  CHOPMARK_SAMPLES_DIR: path.optional(),
  CHOPMARK_WEB_DIR: path.optional(),
  CHOPMARK_SDK_DIR: path.optional(),
  CHOPMARK_TRUSTED_PROXIES: whole(0, 10).default(0),
  CHOPMARK_SESSION_MINUTES: whole(1, 1440).default(60),
  CHOPMARK_SESSION_HOURS: whole(1, 720).default(12),
  CHOPMARK_VERIFICATIONS_PER_MINUTE: whole(1, 1_000_000).default(120),
  CHOPMARK_MAX_BATCH_BYTES: whole(1, 2 ** 36).default(2 ** 30),
  CHOPMARK_DATABASE_CONNECTIONS: whole(2, 200).default(10),
  CHOPMARK_ISSUE_CHANNEL: whole(0, 9).default(2),
  CHOPMARK_MAX_REQUESTS: whole(1, 100_000).default(1024),
  CHOPMARK_MAX_CONNECTIONS: whole(1, 1_000_000).default(16_384),
  CHOPMARK_WEBHOOK_TARGETS: z
    .enum(TARGET_RANGES, { error: `must be one of ${TARGET_RANGES.join(', ')}` })
    .default('public'),
  CHOPMARK_RETENTION_DAYS: whole(0, 36_525).default(3_653),
  CHOPMARK_AUDIT_CHECKPOINT_MINUTES: whole(1, 10_080).default(60),
  CHOPMARK_DRAIN_SECONDS: whole(0, 600).default(10),
  CHOPMARK_CANARY_SECONDS: whole(0, 3600).default(60),
  CHOPMARK_TSA_URL: z
    .string()
    .regex(/^https?:\/\/[^\s@#]+$/, 'must be http(s)://host[:port][/path], without a password in it')
    .optional(),
  CHOPMARK_TSA_ROOTS: path.optional(),
  CHOPMARK_OIDC_ISSUER: z
    .string()
    .regex(/^https?:\/\/[^\s@?#]+$/, 'must be http(s)://host[:port][/path], as the provider writes it')
    .optional(),
  CHOPMARK_OIDC_CLIENT_ID: path.optional(),
  CHOPMARK_OIDC_CLIENT_SECRET: path.optional(),
  CHOPMARK_OIDC_RETURN_PATHS: z
    .string()
    .regex(/^\/(?!\/)[\w.~/-]*(,\/(?!\/)[\w.~/-]*)*$/, 'must be paths of this gateway, separated by commas')
    .default('/'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { error: 'is no level of pino' })
    .default('info'),
});

export type Values = z.infer<typeof Environment>;

/** Every variable that is read, `NAME_FILE` of secrets apart. */
export const VARIABLES: readonly string[] = Object.keys(Environment.shape);

/** What counts where a variable is not set; without an entry: nothing does. */
export const DEFAULTS: ReadonlyMap<string, string> = new Map(
  Object.entries(Environment.shape).flatMap(([name, schema]): [string, string][] => {
    const { success, data } = schema.safeParse(undefined);
    if (!success) return [[name, 'required']];
    return data === undefined ? [] : [[name, String(data)]];
  }),
);
