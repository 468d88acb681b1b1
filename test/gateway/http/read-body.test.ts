import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { MAX_LINE_BYTES, linesOf } from '../../../gateway/dist/requests/ndjson.js';
import { Patience } from '../../../gateway/dist/requests/patience.js';
import { bodyChunks, readBody } from '../../../gateway/dist/requests/read-body.js';

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly complete?: boolean;
}

/** What Node hands a server for a request. */
function requestOf(stream: Readable, { headers = {}, complete = true }: Sent = {}): IncomingMessage {
  return Object.assign(stream, { headers, complete }) as unknown as IncomingMessage;
}

const chunks = (...texts: string[]): Readable => Readable.from(texts.map((text) => Buffer.from(text)));

describe('readBody', () => {
  it('joins the chunks', async () => {
    const bytes = await readBody(requestOf(chunks('a', 'bc', '')), 3);

    assert.equal(Buffer.from(bytes).toString(), 'abc');
  });

  it('says BODY_INCOMPLETE when the connection broke', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('half');
        throw new Error('ECONNRESET');
      })(),
    );

    await assert.rejects(readBody(requestOf(broken), 100), { code: 'BODY_INCOMPLETE' });
  });

  it('says BODY_INCOMPLETE when the stream ended before the message did', async () => {
    await assert.rejects(readBody(requestOf(chunks('half'), { complete: false }), 100), {
      code: 'BODY_INCOMPLETE',
    });
  });

  it('says BODY_TOO_LARGE by the length that is announced, before anything is read', async () => {
    const stream = chunks('abc');
    const read = bodyChunks(requestOf(stream, { headers: { 'content-length': '101' } }), 100);

    await assert.rejects(read.next(), { code: 'BODY_TOO_LARGE' });
  });

  it('says BODY_TOO_LARGE when more comes than is taken', async () => {
    await assert.rejects(readBody(requestOf(chunks('ab', 'cd')), 3), { code: 'BODY_TOO_LARGE' });
  });

  /** A sender that says something and then nothing more, and does not hang up. */
  const trickle = (): IncomingMessage => {
    const stream = new Readable({ read: () => undefined });
    stream.push('{');
    return requestOf(stream, { complete: false });
  };

  it('says BODY_TOO_SLOW to a sender that keeps it waiting, in memory and in chunks', async () => {
    const tooSlow = { code: 'BODY_TOO_SLOW', options: { headers: { Connection: 'close' } } };

    await assert.rejects(readBody(trickle(), 100, new Patience(5)), tooSlow);
    const read = bodyChunks(trickle(), 100, new Patience(5));
    assert.equal(Buffer.from((await read.next()).value as Uint8Array).toString(), '{');
    await assert.rejects(read.next(), tooSlow);
  });

  it('gives a second more for each KB that came', async () => {
    const patience = new Patience(5);
    patience.came(60_000);
    const late = new Promise((resolve) => setTimeout(resolve, 50, 'came'));

    assert.equal(await patience.wait(late), 'came');
  });
});

describe('linesOf', () => {
  const read = async (...texts: string[]): Promise<(readonly [number, string | undefined])[]> => {
    const lines = [];
    for await (const { line, bytes } of linesOf(chunks(...texts))) {
      lines.push([line, bytes === undefined ? undefined : Buffer.from(bytes).toString()] as const);
    }
    return lines;
  };

  it('finds lines wherever the chunks break', async () => {
    const text = '{"a":1}\n{"b":"甲"}\r\n\n  \n{"c":3}';
    const whole = await read(text);

    assert.deepEqual(whole, [
      [1, '{"a":1}'],
      [2, '{"b":"甲"}\r'],
      [5, '{"c":3}'],
    ]);
    const bytes = Buffer.from(text);
    for (let at = 0; at <= bytes.length; at += 1) {
      const lines = [];
      for await (const line of linesOf(Readable.from([bytes.subarray(0, at), bytes.subarray(at)])))
        lines.push(line);
      assert.deepEqual(
        lines.map(({ line, bytes: content }) => [line, Buffer.from(content ?? []).toString()]),
        whole,
      );
    }
  });

  it('keeps nothing of a line that is too long, and finds the next one', async () => {
    const long = 'x'.repeat(MAX_LINE_BYTES);

    assert.deepEqual(await read(`${long}y`, long, long, '\nz'), [
      [1, undefined],
      [2, 'z'],
    ]);
  });

  it('has no line in nothing', async () => {
    assert.deepEqual(await read(), []);
    assert.deepEqual(await read('\n\r\n \t \n'), []);
  });
});
