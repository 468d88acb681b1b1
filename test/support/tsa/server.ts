/**
 * A timestamp authority on loopback: RFC 3161 over HTTP (section 3.4), honest unless told how to misbehave.
 *
 * @module
 */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TimestampAuthority } from '@chopmark/core/timestamps';
import { CURRENT, TsaAuthority, inDays } from './authority.js';
import { type Question, type Stamper, type TokenOptions, readQuestion, rejection } from './stamper.js';

/** What is wrong with the next answers; undefined: nothing. */
export type Misbehavior =
  | 'wrongImprint'
  | 'wrongNonce'
  | 'noNonce'
  | 'otherPolicy'
  | 'expired'
  | 'wrongPurpose'
  | 'otherRoot'
  | 'wrongTime'
  | 'noCertificates'
  | 'brokenSignature'
  | 'rejection'
  | 'garbage'
  | 'wrongType'
  | 'tooLarge'
  | 'endless'
  | 'silent'
  | 'redirect'
  | 'serverError'
  | 'hangUp';

const REPLY = 'application/timestamp-reply';
const BAD_ALGORITHM = 0;
const TIME_NOT_AVAILABLE = 14;

export class TsaServer {
  misbehavior: Misbehavior | undefined;
  /** Overrides for honest answers: time, hashes. */
  options: TokenOptions = {};
  /** Every question that was understood. */
  readonly questions: Question[] = [];

  private constructor(
    readonly authority: TsaAuthority,
    private readonly stamper: Stamper,
    private readonly strangers: {
      readonly expired: Stamper;
      readonly wrongPurpose: Stamper;
      readonly otherRoot: Stamper;
    },
    private readonly server: Server,
  ) {}

  /** @param options.key Of the stamper; `stamper` takes one that exists. */
  static async start(
    authority: TsaAuthority,
    options: { readonly key?: 'P-256' | 'P-384' | 'RSA'; readonly stamper?: Stamper } = {},
  ): Promise<TsaServer> {
    const { key = 'P-256' } = options;
    const stranger = await TsaAuthority.create(authority.name, CURRENT);
    const server = createServer();
    const tsa = new TsaServer(
      authority,
      options.stamper ?? (await authority.stamper({ ...CURRENT, key })),
      {
        expired: await authority.stamper({ notBefore: inDays(-9), notAfter: inDays(-8) }),
        wrongPurpose: await authority.stamper({ ...CURRENT, purposes: ['1.3.6.1.5.5.7.3.3'] }),
        otherRoot: await stranger.stamper(CURRENT),
      },
      server,
    );
    server.on('request', (request, response) => void tsa.#serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return tsa;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** As it stands in a trust profile. */
  get profile(): TimestampAuthority {
    return this.authority.profile();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method !== 'POST' || request.headers['content-type'] !== 'application/timestamp-query') {
      response.writeHead(415).end();
      return;
    }
    if (this.#misbehaveAsServer(response)) return;
    const body = this.#answer(Buffer.concat(chunks));
    const type = this.misbehavior === 'wrongType' ? 'text/html' : REPLY;
    response.writeHead(200, { 'content-type': type, 'content-length': body.length }).end(body);
  }

  #misbehaveAsServer(response: ServerResponse): boolean {
    switch (this.misbehavior) {
      case 'silent':
        return true;
      case 'hangUp':
        response.destroy();
        return true;
      case 'redirect':
        response.writeHead(302, { location: this.url }).end();
        return true;
      case 'serverError':
        response.writeHead(503, { 'content-type': 'text/plain' }).end('come back later');
        return true;
      case 'tooLarge':
        response.writeHead(200, { 'content-type': REPLY, 'content-length': 1_000_000_000 });
        response.write(Buffer.alloc(1000));
        return true;
      case 'endless': {
        response.writeHead(200, { 'content-type': REPLY });
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        };
        response.on('drain', more);
        more();
        return true;
      }
      default:
        return false;
    }
  }

  #answer(body: Buffer): Buffer {
    if (this.misbehavior === 'garbage') return Buffer.from('<html>hello</html>');
    if (this.misbehavior === 'rejection') return rejection('the clock is not right', TIME_NOT_AVAILABLE);
    let question: Question;
    try {
      question = readQuestion(body);
    } catch (error) {
      return rejection((error as Error).message, BAD_ALGORITHM);
    }
    this.questions.push(question);
    const answer = this.#stamperFor().grant(question, { ...this.options, ...this.#bent(question) });
    if (this.misbehavior === 'brokenSignature')
      answer[answer.length - 1] = (answer[answer.length - 1] ?? 0) ^ 1;
    return answer;
  }

  #stamperFor(): Stamper {
    const { misbehavior } = this;
    return misbehavior === 'expired' || misbehavior === 'wrongPurpose' || misbehavior === 'otherRoot'
      ? this.strangers[misbehavior]
      : this.stamper;
  }

  #bent(question: Question): TokenOptions {
    switch (this.misbehavior) {
      case 'wrongImprint':
        return { imprint: Buffer.alloc(question.imprint.length, 7) };
      case 'wrongNonce':
        return { nonce: Buffer.of(0x42) };
      case 'noNonce':
        return { nonce: undefined };
      case 'otherPolicy':
        return { policy: '1.3.6.1.4.1.55555.9' };
      case 'wrongTime':
        return { genTime: new Date(Date.now() - 3_600_000) };
      case 'noCertificates':
        return { certificates: [] };
      default:
        return {};
    }
  }
}
