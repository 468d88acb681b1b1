import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { postMessage } from '../../../gateway/dist/webhooks/post-message.js';
import { rangeOf, TargetGuard, type TargetRange } from '../../../gateway/dist/webhooks/target-guard.js';

const RANGES: Readonly<Record<TargetRange | 'special', readonly string[]>> = {
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', 'fd00::1', 'fc00::1'],
  special: [
    '0.0.0.0',
    '169.254.169.254',
    '192.0.0.1',
    '198.18.0.1',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    'fe80::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'no address',
  ],
  public: ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2400:3200::1', '2606:4700::1111'],
};

describe('rangeOf', () => {
  for (const [range, addresses] of Object.entries(RANGES))
    it(`knows ${range} addresses`, () => {
      for (const address of addresses) assert.equal(rangeOf(address), range, address);
    });
});

describe('TargetGuard', () => {
  const guard = new TargetGuard('public');

  it('takes https addresses of the internet', () => {
    for (const url of ['https://erp.example/hook?x=1', 'https://8.8.8.8:8443/', 'https://[2606:4700::1111]/'])
      assert.equal(guard.parse(url).protocol, 'https:');
  });

  const refused = {
    TARGET_UNREADABLE: ['', 'erp.example', 'https://'],
    TARGET_NOT_HTTPS: ['http://erp.example/', 'ftp://erp.example/', 'file:///etc/passwd'],
    TARGET_HAS_PASSWORD: ['https://a:b@erp.example/', 'https://a@erp.example/'],
    TARGET_HAS_FRAGMENT: ['https://erp.example/#x'],
    TARGET_NOT_PUBLIC: [
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://[::1]/',
      'https://[::ffff:127.0.0.1]/',
      'https://10.1.2.3/',
      'https://169.254.169.254/latest/meta-data/',
    ],
  } as const;
  for (const [code, urls] of Object.entries(refused))
    it(`refuses with ${code}`, () => {
      for (const url of urls) assert.throws(() => guard.parse(url), { code }, url);
    });

  it('allows more where the operator says so, plain http on this machine only', () => {
    assert.ok(new TargetGuard('private').parse('https://10.1.2.3/'));
    assert.throws(() => new TargetGuard('private').parse('http://10.1.2.3/'), { code: 'TARGET_NOT_HTTPS' });
    assert.throws(() => new TargetGuard('private').parse('https://127.0.0.1/'), {
      code: 'TARGET_NOT_PUBLIC',
    });
    assert.ok(new TargetGuard('loopback').parse('http://127.0.0.1:9000/'));
    assert.throws(() => new TargetGuard('loopback').parse('http://10.1.2.3/'), { code: 'TARGET_NOT_HTTPS' });
    for (const range of ['private', 'loopback'] as const)
      assert.throws(() => new TargetGuard(range).parse('https://169.254.169.254/'), {
        code: 'TARGET_NOT_PUBLIC',
      });
  });

  it('judges every address of a name', async () => {
    const trap = new TargetGuard('public', () => Promise.resolve(['8.8.8.8', '127.0.0.1']));
    const none = new TargetGuard('public', () => Promise.resolve([]));
    const fine = new TargetGuard('public', () => Promise.resolve(['8.8.8.8']));
    const url = new URL('https://erp.example/');

    await assert.rejects(trap.addressesOf(url), { code: 'TARGET_NOT_PUBLIC' });
    await assert.rejects(none.addressesOf(url), { code: 'TARGET_NOT_PUBLIC' });
    assert.deepEqual(await fine.addressesOf(url), ['8.8.8.8']);
  });
});

describe('postMessage', () => {
  const MESSAGE = { headers: { 'webhook-id': 'evt_1' }, body: '{}' };
  const server = createServer();
  let port: number;
  let asked = 0;

  before(async () => {
    server.on('request', (request, response) => {
      asked += 1;
      if (request.url === '/away') response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end();
      else if (request.url === '/slow') response.writeHead(200).write('.');
      else if (request.url === '/silent') return;
      else if (request.url === '/endless') {
        response.writeHead(200);
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        };
        response.on('drain', more);
        more();
      } else response.writeHead(429, { 'retry-after': '7' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  beforeEach(() => (asked = 0));
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const post = (path: string, host = '127.0.0.1', guard = new TargetGuard('loopback')) =>
    postMessage(`http://${host}:${port}${path}`, MESSAGE, { guard, userAgent: 'test', timeMs: 300 });

  it('tells the status, and how long to wait', async () => {
    assert.deepEqual(await post('/'), { status: 429, retryAfterSeconds: 7 });
  });

  it('follows no redirect', async () => {
    assert.deepEqual(await post('/away'), { status: 302 });
    assert.equal(asked, 1);
  });

  it('does not wait for ever, and reads no endless answer', async () => {
    assert.deepEqual(await post('/silent'), { status: null, failure: 'tooSlow' });
    assert.deepEqual(await post('/slow'), { status: 200 });
    assert.deepEqual(await post('/endless'), { status: 200 });
  });

  it('says when nobody answers', async () => {
    const guard = new TargetGuard('loopback');
    const outcome = await postMessage('http://127.0.0.1:1/', MESSAGE, { guard, userAgent: 'test' });
    assert.deepEqual(outcome, { status: null, failure: 'noAnswer' });
  });

  it('asks anew where a name leads, and connects nowhere else', async () => {
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const guard = new TargetGuard('loopback', () => Promise.resolve(answers.shift() ?? []));

    assert.deepEqual(await post('/', 'erp.example', guard), { status: 429, retryAfterSeconds: 7 });
    assert.deepEqual(await post('/', 'erp.example', guard), { status: null, failure: 'targetRefused' });
    assert.equal(asked, 1);
  });
});
