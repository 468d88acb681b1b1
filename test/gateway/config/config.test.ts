import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFrom, ConfigError, printableConfig } from '../../../gateway/dist/config.js';
import { VARIABLES } from '../../../gateway/dist/config/environment.js';
import {
  isLoopback,
  networkFault,
  networkFaultsIn,
  PRODUCTION_REFUSALS,
  productionFault,
} from '../../../gateway/dist/config/production.js';
import { resolveSecrets, SECRET_NAMES } from '../../../gateway/dist/secrets.js';

const DEMO = {
  CHOPMARK_ORGANIZATION: 'tax',
  CHOPMARK_MODE: 'demo',
  CHOPMARK_CONNECTION: 'connections/tax.json',
  DATABASE_URL: 'postgresql://chopmark:chopmark@127.0.0.1:5432/tax',
  CHOPMARK_DATA_DIR: 'data',
};

const PRODUCTION = {
  ...DEMO,
  CHOPMARK_MODE: 'production',
  DATABASE_URL: 'postgresql://chopmark:k3Vq9xTz@db.example:5432/tax',
  CHOPMARK_PUBLIC_URL: 'https://tax.example',
  CHOPMARK_MASTER_KEYS: 'secrets/master-keys',
};

function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    configFrom(env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.faults;
  }
  return [];
}

describe('configFrom', () => {
  it('fills in what may be left out', () => {
    assert.deepEqual(configFrom(DEMO), {
      organization: 'tax',
      mode: 'demo',
      connection: 'connections/tax.json',
      databaseUrl: DEMO.DATABASE_URL,
      host: '127.0.0.1',
      port: 8400,
      publicUrl: '',
      dataFolder: 'data',
      trustedProxies: 0,
      sessionMinutes: 60,
      sessionHours: 12,
      verificationsPerMinute: 120,
      maxBatchBytes: 1024 ** 3,
      maxRequests: 1024,
      maxConnections: 16_384,
      auditCheckpointMinutes: 60,
      databaseConnections: 10,
      issueChannel: 2,
      webhookTargets: 'public',
      retentionDays: 3653,
      drainSeconds: 10,
      canarySeconds: 60,
      logLevel: 'info',
    });
  });

  it('takes an empty variable as not set', () => {
    assert.deepEqual(configFrom({ ...DEMO, CHOPMARK_WEB_DIR: '', LOG_LEVEL: '' }), configFrom(DEMO));
  });

  it('knows a timestamp authority, with roots or without', () => {
    const CHOPMARK_TSA_URL = 'http://tsa.example:8080/stamp?kind=1';

    assert.deepEqual(configFrom({ ...DEMO, CHOPMARK_TSA_URL }).timestamps, { url: CHOPMARK_TSA_URL });
    assert.deepEqual(configFrom({ ...DEMO, CHOPMARK_TSA_URL, CHOPMARK_TSA_ROOTS: 'tsa.pem' }).timestamps, {
      url: CHOPMARK_TSA_URL,
      roots: 'tsa.pem',
    });
    for (const url of ['tsa.example', 'ftp://tsa.example', 'https://me:secret@tsa.example/'])
      assert.deepEqual(
        faultsOf({ ...DEMO, CHOPMARK_TSA_URL: url }).map((fault) => fault.split(':')[0]),
        ['CHOPMARK_TSA_URL'],
      );
  });

  it('is production unless told otherwise', () => {
    const { mode } = configFrom({ ...PRODUCTION, CHOPMARK_MODE: undefined });

    assert.equal(mode, 'production');
  });

  it('names everything that is missing or wrong at once', () => {
    const faults = faultsOf({
      CHOPMARK_ORGANIZATION: 'bank',
      CHOPMARK_GATEWAY_PORT: '70000',
      LOG_LEVEL: 'loud',
      CHOPMARK_MODE: 'test',
    });

    assert.deepEqual(
      faults.map((fault) => fault.split(':')[0]),
      [
        'CHOPMARK_ORGANIZATION',
        'CHOPMARK_MODE',
        'CHOPMARK_CONNECTION',
        'DATABASE_URL',
        'CHOPMARK_GATEWAY_PORT',
        'CHOPMARK_DATA_DIR',
        'LOG_LEVEL',
      ],
    );
  });

  for (const [name, value] of [
    ['CHOPMARK_GATEWAY_PORT', '-1'],
    ['CHOPMARK_GATEWAY_PORT', '0x10'],
    ['CHOPMARK_GATEWAY_PORT', '8400 '],
    ['CHOPMARK_PUBLIC_URL', 'tax.example'],
    ['CHOPMARK_PUBLIC_URL', 'https://tax.example/'],
    ['CHOPMARK_PUBLIC_URL', 'javascript:alert(1)'],
    ['CHOPMARK_TRUSTED_PROXIES', 'true'],
    ['CHOPMARK_SESSION_MINUTES', '0'],
    ['CHOPMARK_ISSUE_CHANNEL', '10'],
    ['DATABASE_URL', 'mysql://x'],
    ['CHOPMARK_OIDC_RETURN_PATHS', 'https://evil.example/'],
    ['CHOPMARK_OIDC_RETURN_PATHS', '//evil.example'],
    ['CHOPMARK_OIDC_RETURN_PATHS', '/console,//evil.example'],
    ['CHOPMARK_OIDC_RETURN_PATHS', '/console?next=x'],
  ] as const) {
    it(`refuses ${name}=${value} without printing the value`, () => {
      const faults = faultsOf({ ...DEMO, [name]: value });

      const [fault = '', ...others] = faults;
      assert.deepEqual(others, []);
      assert.ok(fault.startsWith(`${name}: `));
      assert.ok(value === '0' || value === '10' || !fault.includes(value));
    });
  }

  it('asks for all that an identity provider needs, and hides its secret', () => {
    const oidc = { CHOPMARK_OIDC_ISSUER: 'https://id.example', CHOPMARK_PUBLIC_URL: '' };
    assert.deepEqual(
      faultsOf({ ...DEMO, ...oidc }).map((fault) => fault.split(':')[0]),
      ['CHOPMARK_OIDC_CLIENT_ID', 'CHOPMARK_OIDC_CLIENT_SECRET', 'CHOPMARK_PUBLIC_URL'],
    );
    const client = { CHOPMARK_OIDC_CLIENT_ID: 'chopmark', CHOPMARK_OIDC_CLIENT_SECRET: 'of-the-client' };
    const whole = configFrom({ ...DEMO, ...oidc, ...client, CHOPMARK_PUBLIC_URL: 'http://127.0.0.1:8400' });
    assert.deepEqual([whole.oidc?.issuer, whole.oidc?.returnPaths], ['https://id.example', ['/']]);
    const paths = { CHOPMARK_OIDC_RETURN_PATHS: '/console/,/verify' };
    const other = configFrom({
      ...DEMO,
      ...oidc,
      ...client,
      ...paths,
      CHOPMARK_PUBLIC_URL: 'http://127.0.0.1:8400',
    });
    assert.deepEqual(other.oidc?.returnPaths, ['/console/', '/verify']);
    assert.doesNotMatch(printableConfig(whole), /of-the-client/);
  });

  describe('in production', () => {
    it('takes a good one', () => {
      assert.deepEqual(faultsOf(PRODUCTION), []);
    });

    for (const [what, change, code] of [
      ['demo accounts', { CHOPMARK_DEMO_ACCOUNTS: 'demo-accounts.json' }, 'DEMO_ACCOUNTS'],
      ['samples', { CHOPMARK_SAMPLES_DIR: 'samples' }, 'DEMO_SAMPLES'],
      ['plain http on every address', { CHOPMARK_HOST: '0.0.0.0' }, 'PLAIN_HTTP_LISTENING'],
      ['plain http on every IPv6 address', { CHOPMARK_HOST: '::' }, 'PLAIN_HTTP_LISTENING'],
      ['an http address for others', { CHOPMARK_PUBLIC_URL: 'http://tax.example' }, 'PLAIN_HTTP_PUBLIC_URL'],
      ['no address for others', { CHOPMARK_PUBLIC_URL: undefined }, 'PUBLIC_URL_MISSING'],
      [
        'a database password that everybody knows',
        { DATABASE_URL: 'postgresql://chopmark:Postgres@db/tax' },
        'DATABASE_PASSWORD_KNOWN',
      ],
      ['no file of master keys', { CHOPMARK_MASTER_KEYS: undefined }, 'MASTER_KEY_MISSING'],
      ['webhooks to this machine', { CHOPMARK_WEBHOOK_TARGETS: 'loopback' }, 'WEBHOOKS_TO_LOOPBACK'],
      [
        'an identity provider by plain http',
        {
          CHOPMARK_OIDC_ISSUER: 'http://127.0.0.1:9000',
          CHOPMARK_OIDC_CLIENT_ID: 'chopmark',
          CHOPMARK_OIDC_CLIENT_SECRET: 'of-the-client',
        },
        'PLAIN_HTTP_ISSUER',
      ],
      ['no database password', { DATABASE_URL: 'postgresql://chopmark@db/tax' }, 'DATABASE_PASSWORD_KNOWN'],
    ] as const) {
      it(`refuses ${what}`, () => {
        assert.deepEqual(faultsOf({ ...PRODUCTION, ...change }), [productionFault(code)]);
        const inDemo = { ...PRODUCTION, ...change, CHOPMARK_MODE: 'demo' };
        assert.deepEqual(faultsOf(inDemo), [], 'a demonstration takes it');
      });
    }

    it('tells all at once', () => {
      const worst = {
        ...PRODUCTION,
        CHOPMARK_DEMO_ACCOUNTS: 'demo-accounts.json',
        CHOPMARK_SAMPLES_DIR: 'samples',
        CHOPMARK_HOST: '0.0.0.0',
        CHOPMARK_PUBLIC_URL: 'http://tax.example',
        CHOPMARK_MASTER_KEYS: undefined,
        DATABASE_URL: 'postgresql://chopmark@db/tax',
      };

      const codes = faultsOf(worst).map((fault) => fault.split(': ')[1]);
      assert.deepEqual(codes, [
        'DEMO_ACCOUNTS',
        'DEMO_SAMPLES',
        'PLAIN_HTTP_LISTENING',
        'PLAIN_HTTP_PUBLIC_URL',
        'MASTER_KEY_MISSING',
        'DATABASE_PASSWORD_KNOWN',
      ]);
    });

    it('refuses what docs/error-codes.md says', () => {
      const page = readFileSync(new URL('../../../docs/error-codes.md', import.meta.url), 'utf8');
      const section = page.split('## Production refusals\n')[1]?.split('\n## ')[0] ?? '';
      const rows = [...section.matchAll(/^\| `(\w+)` \| `(\w+)` \| (.+?) \|$/gm)].map(
        ([, code, variable, why]) => [code, [variable, why]],
      );

      assert.deepEqual(rows, Object.entries(PRODUCTION_REFUSALS));
    });

    it('sees the embedded network in the connection before it starts, with all other faults', () => {
      const folder = mkdtempSync(join(tmpdir(), 'chopmark-config-'));
      const file = join(folder, 'tax.json');
      writeFileSync(file, '{"kind":"embedded"}');
      const env = { ...PRODUCTION, CHOPMARK_CONNECTION: file };

      assert.deepEqual(networkFaultsIn(env), [productionFault('EMBEDDED_NETWORK')]);
      assert.deepEqual(networkFaultsIn({ ...env, CHOPMARK_MODE: 'demo' }), []);
      writeFileSync(file, '{"kind":"native"}');
      assert.deepEqual(networkFaultsIn(env), []);
      rmSync(folder, { recursive: true });
      assert.deepEqual(networkFaultsIn(env), []);
    });

    it('takes a database by a socket folder, which asks for the user', () => {
      assert.deepEqual(
        faultsOf({ ...PRODUCTION, DATABASE_URL: 'postgresql:///tax?host=/run/postgresql' }),
        [],
      );
    });

    it('refuses the embedded network, and no other', () => {
      assert.match(networkFault('production', 'embedded') ?? '', /CHOPMARK_CONNECTION/);
      assert.equal(networkFault('production', 'native'), undefined);
      assert.equal(networkFault('demo', 'embedded'), undefined);
    });
  });

  it('is printed without the password', () => {
    const printed = printableConfig(configFrom(PRODUCTION));

    assert.doesNotMatch(printed, /k3Vq9xTz/);
    assert.match(printed, /db\.example/);
  });

  it('has a line in .env.example for each variable', () => {
    const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
    const written = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name).sort();

    assert.deepEqual(written, [...VARIABLES, ...SECRET_NAMES.map((name) => `${name}_FILE`)].sort());
  });
});

describe('isLoopback', () => {
  for (const host of ['127.0.0.1', '127.8.8.8', 'localhost', '::1', '[::1]']) {
    it(`says yes to ${host}`, () => {
      assert.equal(isLoopback(host), true);
    });
  }
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example', 'localhost.example', '']) {
    it(`says no to ${host || '(nothing)'}`, () => {
      assert.equal(isLoopback(host), false);
    });
  }
});

describe('resolveSecrets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chopmark-secrets-'));
  const file = join(folder, 'database-url');
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads NAME_FILE without the line break at its end', () => {
    writeFileSync(file, 'postgresql://a:b@c/d\n');

    const { env, faults } = resolveSecrets({ DATABASE_URL_FILE: file });

    assert.deepEqual([env['DATABASE_URL'], faults], ['postgresql://a:b@c/d', []]);
  });

  it('refuses a secret that is given twice', () => {
    const { faults } = resolveSecrets({ DATABASE_URL_FILE: file, DATABASE_URL: 'postgresql://x' });

    assert.equal(faults.length, 1);
  });

  it('tells a file that cannot be read together with every other fault', () => {
    const { env, faults } = resolveSecrets({ DATABASE_URL_FILE: join(folder, 'missing') });

    assert.deepEqual(faults, ['DATABASE_URL_FILE: cannot be read (ENOENT)']);
    assert.throws(
      () => configFrom(env, faults),
      (error: unknown) => error instanceof ConfigError && error.faults.length === 5,
    );
  });
});
