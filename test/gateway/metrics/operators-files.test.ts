/** What operators load, compared with what a gateway on a real (embedded) network answers to its monitoring. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { parse } from 'yaml';

import { configFrom } from '../../../gateway/dist/config.js';
import { HALT_CODES } from '../../../gateway/dist/pipeline/halt.js';
import { startGateway, type RunningGateway } from '../../../gateway/dist/start-gateway.js';
import { eventually } from '../../support/gateway/desk-world.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { SELLER } from '../../support/gateway/people.js';
import { RealNetwork } from '../../support/gateway/real-network.js';
import { type TestDatabase, testDatabase } from '../../support/postgres.js';

const PORT_BASE = 29_700;
const PASSWORD = 'a password of the test';
const FOLDER = new URL('../../../docs/operations/', import.meta.url);
const textOf = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

interface Alarm {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What no gateway says of itself: Prometheus does. */
const OF_PROMETHEUS = ['up'];

describe('the files for operators', function () {
  this.timeout(300_000);
  let network: RealNetwork;
  let database: TestDatabase;
  let folder: string;
  let gateway: RunningGateway;
  let metricsUrl: string;

  before(async () => {
    [network, database] = await Promise.all([RealNetwork.start(PORT_BASE), testDatabase()]);
    folder = mkdtempSync(join(tmpdir(), 'chopmark-scrape-'));
    const port = await freePort();
    metricsUrl = `http://127.0.0.1:${port}/metrics`;
    const config = configFrom({
      CHOPMARK_ORGANIZATION: 'tax',
      CHOPMARK_MODE: 'demo',
      CHOPMARK_CONNECTION: network.connectionPath('tax'),
      DATABASE_URL: database.url,
      CHOPMARK_GATEWAY_PORT: '0',
      CHOPMARK_METRICS_PORT: String(port),
      CHOPMARK_DATA_DIR: join(folder, 'data'),
      CHOPMARK_DEMO_ACCOUNTS: demoAccounts(folder),
      CHOPMARK_CANARY_SECONDS: '1',
    });
    gateway = await startGateway(config, { logger: pino({ level: 'silent' }), progress: () => undefined });
  });
  after(async () => {
    await gateway.stop();
    await network.remove();
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  const scrape = async (): Promise<string> => (await fetch(metricsUrl)).text();
  /** Names without what histograms add to theirs. */
  const scraped = async (): Promise<Set<string>> =>
    new Set([...(await scrape()).matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
  const valueOf = async (line: string): Promise<number> => {
    const found = (await scrape()).split('\n').find((one) => one.startsWith(`${line} `));
    return Number(found?.slice(line.length + 1));
  };
  const base = (name: string): string => name.replace(/_(bucket|sum|count)$/, '');
  const alarms = (): Alarm[] => {
    const file = parse(textOf('prometheus-alarms.yaml')) as { groups: { name: string; rules: Alarm[] }[] };
    return file.groups.flatMap(({ rules }) => rules);
  };
  /** Every metric of the expression: names that are no function, label or keyword. */
  const metricsIn = (expr: string): string[] =>
    [...expr.replace(/\{[^}]*\}/g, '{}').matchAll(/\b((?:chopmark|process|nodejs)_\w+|up)\b/g)].map(
      ([name]) => base(name),
    );

  it('name only metrics that are in a scrape', async () => {
    const known = await scraped();
    const asked = [...alarms().map(({ expr }) => expr), ...expressionsOfDashboard()].flatMap(metricsIn);

    assert.ok(asked.length > 30);
    assert.deepEqual(
      asked.filter((name) => !known.has(name) && !OF_PROMETHEUS.includes(name)),
      [],
    );
  });

  it('show every metric of ours in the dashboard', async () => {
    const shown = new Set(expressionsOfDashboard().flatMap(metricsIn));

    assert.deepEqual(
      [...(await scraped())].filter((name) => name.startsWith('chopmark_') && !shown.has(name)),
      [],
    );
  });

  it('have alarms in the form that Prometheus takes', () => {
    const names = alarms().map(({ alert }) => alert);
    assert.equal(new Set(names).size, names.length);
    for (const alarm of alarms()) {
      const { alert, expr, labels, annotations } = alarm;
      assert.match(alert, /^Chopmark[A-Z][A-Za-z]+$/);
      assert.deepEqual(
        Object.keys(alarm).filter((key) => !['alert', 'expr', 'for', 'labels', 'annotations'].includes(key)),
        [],
      );
      assert.match(alarm.for ?? '0s', /^\d+[smh]$/, alert);
      assert.ok(['page', 'look'].includes(labels['severity'] ?? ''), alert);
      assert.deepEqual(Object.keys(annotations), ['summary', 'action'], alert);
      assert.ok(metricsIn(expr).length > 0, alert);
      for (const [open, close] of ['()', '{}', '[]'])
        assert.equal(expr.split(open ?? '').length, expr.split(close ?? '').length, alert);
    }
  });

  it('compare only with labels that a scrape has', async () => {
    const text = await scrape();
    for (const { alert, expr } of alarms()) {
      for (const [, metric = '', label = '', value = ''] of expr.matchAll(
        /(chopmark_\w+)\{(\w+)!?=~?"([^"]*)"/g,
      )) {
        if (metric.startsWith('chopmark_http') || metric.startsWith('chopmark_ledger')) continue;
        for (const one of value.split('|'))
          assert.match(text, new RegExp(`^${metric}\\{[^}]*${label}="${one}"`, 'm'), `${alert}: ${one}`);
      }
    }
    for (const code of HALT_CODES) assert.equal(await valueOf(`chopmark_halt{code="${code}"}`), 0);
  });

  it('are about numbers that move: parts, certificates, and a canary that proves the newest document', async () => {
    for (const part of ['database', 'ledger', 'pipeline', 'projection', 'server'])
      await eventually(async () => assert.equal(await valueOf(`chopmark_part_up{part="${part}"}`), 1));
    for (const certificate of ['gateway', 'tlsRoots']) {
      const end = await valueOf(
        `chopmark_certificate_expires_timestamp_seconds{certificate="${certificate}"}`,
      );
      assert.ok(end > Date.now() / 1_000);
    }
    assert.ok(Number.isNaN(await valueOf('chopmark_newest_verified_proof_age_seconds')), 'nothing to prove');

    await issue();

    await eventually(async () => {
      assert.ok((await valueOf('chopmark_canary_proofs_total{outcome="verified"}')) > 0);
      assert.ok((await valueOf('chopmark_newest_verified_proof_age_seconds')) < 60);
    }, 30_000);
    assert.equal(await valueOf('chopmark_canary_proofs_total{outcome="unproven"}'), 0);
  });

  function expressionsOfDashboard(): string[] {
    const { panels } = JSON.parse(textOf('grafana-dashboard.json')) as {
      panels: { id: number; targets: { expr: string }[] }[];
    };
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
    return panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  }

  async function issue(): Promise<void> {
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${gateway.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const session = await post('/v1/sessions', { account: 'issuer', password: PASSWORD });
    const { accessToken } = (await session.json()) as { accessToken: string };
    const authorization = `Bearer ${accessToken}`;
    const answer = await post('/v1/invoices', invoiceBody(), { authorization, prefer: 'wait=30' });
    assert.equal(answer.status, 201, await answer.text());
  }
});

function demoAccounts(folder: string): string {
  const path = join(folder, 'accounts.json');
  const account = { gateway: 'tax', account: 'issuer', password: PASSWORD, roles: ['issuer'] };
  writeFileSync(
    path,
    JSON.stringify([{ ...account, organization: { name: SELLER.name, taxId: SELLER.taxId } }]),
  );
  return path;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
