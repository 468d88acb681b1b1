import assert from 'node:assert/strict';
import { nodeCheck } from '../../../cli/dist/network/doctor-command.js';
import { formatStatus } from '../../../cli/dist/network/status-command.js';

describe('formatStatus', () => {
  const node = { pid: 7, answers: true, memory: 50 * 1024 ** 2, height: 12, lag: 0, detail: '' };
  const status = {
    kind: 'native',
    home: '/srv/chopmark/native/network',
    channel: 'chopmark',
    network: 'ab'.repeat(32),
    state: 'degraded',
    definitions: { tax: 1 },
    memory: 100 * 1024 ** 2,
    nodes: [
      { ...node, name: 'orderer-tax', detail: 'leader' },
      { ...node, name: 'peer-tax', pid: 1234, height: 9, lag: 3 },
      {
        ...node,
        name: 'peer-court',
        pid: null,
        answers: false,
        memory: null,
        height: null,
        lag: null,
        detail: 'not running',
      },
    ],
  } as const;

  it('puts each node on a line, numbers under one another, what is unknown left out', () => {
    assert.equal(
      formatStatus(status),
      [
        `native network, channel chopmark, ${'ab'.repeat(32)}: degraded`,
        '  /srv/chopmark/native/network',
        '',
        '  NODE         PROCESS  ANSWERS  HEIGHT  LAG  MEMORY',
        '  orderer-tax        7  yes          12    0   50 MB  leader',
        '  peer-tax        1234  yes           9    3   50 MB',
        '  peer-court         -  no                            not running',
        '',
        '  memory of all processes 100 MB',
        '',
      ].join('\n'),
    );
  });

  it('says which platform runs it', () => {
    assert.match(formatStatus(status, 99), /run by chopmark start \(process 99\)/);
  });
});

describe('nodeCheck', () => {
  for (const { version, ok } of [
    { version: '20.19.0', ok: true },
    { version: '22.1.0', ok: true },
    { version: '20.18.9', ok: false },
    { version: '18.20.0', ok: false },
  ]) {
    it(`${ok ? 'takes' : 'refuses'} Node ${version}`, () => {
      const finding = nodeCheck(version);

      assert.equal(finding.ok, ok);
      assert.equal(finding.cure === undefined, ok);
    });
  }
});
