import assert from 'node:assert/strict';
import { once, type EventEmitter } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { serve, type Listening } from '../../../gateway/dist/listening/serve.js';
import { answerBadFraming, type FramingCode } from '../../../gateway/dist/listening/framing-answers.js';
import { eventually } from '../../support/gateway/desk-world.js';

const HEAD = 'Host: x\r\n';
const SECRET = 'cl_very-secret-0123456789';

interface Answer {
  readonly status: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly problem: Readonly<Record<string, unknown>>;
}

describe('what is no HTTP', () => {
  let listening: Listening;
  let told: [FramingCode, string][];

  beforeEach(() => {
    told = [];
  });
  afterEach(() => (listening as Listening | undefined)?.close(0));

  async function open(listener: RequestListener = (_, res) => res.end('here')): Promise<Socket> {
    listening = await serve(listener, '127.0.0.1', 0, {
      framing: { helpBase: 'https://gateway.example', onAnswered: (...one) => told.push(one) },
      headersTimeoutMs: 300,
    });
    return connect(Number(new URL(listening.url).port), '127.0.0.1');
  }

  /** Everything that comes until the connection ends. */
  async function sent(bytes: string, listener?: RequestListener): Promise<string> {
    const socket = await open(listener);
    socket.on('error', () => undefined).write(bytes);
    return text(socket);
  }

  function answerIn(all: string): Answer {
    const [head = '', body = ''] = all.split('\r\n\r\n');
    const [status = '', ...lines] = head.split('\r\n');
    const headers = new Map(
      lines.map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    return { status, headers, body, problem: JSON.parse(body) as Answer['problem'] };
  }

  for (const [name, bytes, status, code] of [
    ['no request line', `${SECRET}\r\n\r\n`, '400 Bad Request', 'MALFORMED_HTTP'],
    [
      'a header without a colon',
      `GET / HTTP/1.1\r\n${HEAD}${SECRET}\r\n\r\n`,
      '400 Bad Request',
      'MALFORMED_HTTP',
    ],
    [
      'two lengths of a body',
      `POST / HTTP/1.1\r\n${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`,
      '400 Bad Request',
      'MALFORMED_HTTP',
    ],
    [
      'a body in bad chunks',
      `POST / HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n${SECRET}`,
      '400 Bad Request',
      'MALFORMED_HTTP',
    ],
    [
      'headers of 40 KB',
      `GET / HTTP/1.1\r\n${HEAD}X-Long: ${SECRET.repeat(1700)}\r\n\r\n`,
      '431 Request Header Fields Too Large',
      'HEADERS_TOO_LARGE',
    ],
    [
      'a head that never ends',
      `GET /${SECRET} HTTP/1.1\r\n${HEAD}`,
      '408 Request Timeout',
      'REQUEST_TOO_SLOW',
    ],
  ] as const) {
    it(`is answered with a whole problem: ${name}`, async function () {
      this.timeout(120_000);
      // A body that is cut short is no reason to answer.
      const all = await sent(bytes, (req, res) => {
        req.on('error', () => undefined).on('end', () => res.end('here'));
        req.resume();
      });

      const { status: line, headers, body, problem } = answerIn(all);
      assert.equal(line, `HTTP/1.1 ${status}`);
      assert.equal(headers.get('content-type'), 'application/problem+json; charset=utf-8');
      assert.equal(headers.get('content-length'), String(Buffer.byteLength(body)));
      assert.equal(headers.get('connection'), 'close');
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('content-language'), 'en');
      assert.deepEqual(
        [problem['status'], problem['code'], problem['type'], problem['traceId']],
        [
          Number(status.slice(0, 3)),
          code,
          `https://gateway.example/problems/${code}`,
          headers.get('x-request-id'),
        ],
      );
      assert.match(String(problem['traceId']), /^[0-9a-f]{32}$/);
      assert.ok(!all.includes(SECRET));
      assert.deepEqual(told, [[code, problem['traceId']]]);
    });
  }

  it('is answered by the language and the trace id of the head, when that was whole', async () => {
    const trace = 'ab'.repeat(16);
    const head = `Accept-Language: zh\r\ntraceparent: 00-${trace}-${'12'.repeat(8)}-01\r\nTransfer-Encoding: chunked\r\n`;

    const all = await sent(`POST / HTTP/1.1\r\n${HEAD}${head}\r\nzz\r\n`, (req) =>
      req.on('error', () => undefined),
    );

    const { headers, problem } = answerIn(all);
    assert.deepEqual([headers.get('content-language'), problem['traceId']], ['zh-CN', trace]);
  });

  it('is answered after an answer on the same connection', async () => {
    const socket = await open();
    socket.write(`GET / HTTP/1.1\r\n${HEAD}\r\n`);
    await new Promise((resolve) => socket.once('readable', resolve));
    assert.match(String(socket.read()), /here$/);

    socket.write('nonsense\r\n\r\n');

    assert.equal(answerIn(await text(socket)).problem['code'], 'MALFORMED_HTTP');
  });

  it('takes the answer from no whole request before it, and gets none then', async () => {
    let answer: (() => void) | undefined;
    const socket = await open((_, res) => {
      answer = () => res.end('the first');
    });
    socket.write(`GET / HTTP/1.1\r\n${HEAD}\r\nnonsense\r\n\r\n`);
    await eventually(() => assert.ok(answer));
    answer?.();

    const all = await text(socket);

    assert.match(all, /^HTTP\/1\.1 200 OK\r\n[^]*the first$/);
    assert.ok(!all.includes('MALFORMED_HTTP'));
    assert.deepEqual(told, []);
  });

  it('costs a request no listener, the first of a connection or a later one', async () => {
    const EVENTS = ['close', 'finish', 'error', 'end', 'data'] as const;
    const count: RequestListener = (req, res) => {
      const of = (one: EventEmitter): number[] => EVENTS.map((event) => one.listenerCount(event));
      // When everybody has heard of the request.
      setImmediate(() => res.end(JSON.stringify([of(req), of(res), of(req.socket)])));
    };
    const counted = async (port: number): Promise<string[]> => {
      const socket = connect(port, '127.0.0.1').on('error', () => undefined);
      let all = '';
      socket.on('data', (chunk: Buffer) => (all += chunk.toString()));
      const answers = (): string[] => all.match(/\[\[.*\]\]/g) ?? [];
      for (let sent = 1; sent <= 3; sent += 1) {
        socket.write(`GET / HTTP/1.1\r\n${HEAD}\r\n`);
        for (let look = 0; look < 500 && answers().length < sent; look += 1)
          await new Promise((resolve) => setTimeout(resolve, 5));
      }
      socket.destroy();
      return answers();
    };
    const [bare, answering] = [createServer(count), createServer(count)];
    answerBadFraming(answering, { helpBase: '' });
    try {
      const [without, withAnswers] = await Promise.all(
        [bare, answering].map(async (server) => {
          await once(server.listen(0, '127.0.0.1'), 'listening');
          return counted((server.address() as AddressInfo).port);
        }),
      );

      assert.equal(without?.length, 3);
      assert.deepEqual(withAnswers, without);
    } finally {
      for (const server of [bare, answering]) server.close();
    }
  });

  it('gets nothing when half an answer is out', async () => {
    const all = await sent(
      `POST / HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
      (req, res) => {
        req.on('error', () => undefined);
        res.writeHead(200);
        res.write('half');
      },
    );

    assert.doesNotMatch(all, /MALFORMED_HTTP|400/);
    assert.deepEqual(told, []);
  });
});
