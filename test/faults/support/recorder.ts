/** A client that remembers what it sent and what it was told. */

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string | undefined;
  readonly json?: unknown;
  readonly body?: string | Uint8Array;
}

export interface Told {
  readonly sent: string;
  readonly request: string;
  readonly status: number;
  readonly text: string;
  /** Parsed JSON; `{}` when it is none. */
  readonly body: TestBody;
}

export interface TestBody {
  readonly [member: string]: unknown;
  readonly id?: string;
  readonly secret?: string;
  readonly key?: string;
}

export class Recorder {
  readonly told: Told[] = [];

  constructor(readonly url: string) {}

  /** Trouble with the connection is status 0. */
  async send(sent: Sent): Promise<Told> {
    const { method, path, token, json } = sent;
    const body = json === undefined ? sent.body : JSON.stringify(json);
    const headers = {
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...sent.headers,
    };
    const request = `${method} ${path}\n${decoded(path)}\n${JSON.stringify(headers)}\n${body === undefined ? '' : Buffer.from(body).toString('latin1')}\n${typeof body === 'string' ? body : ''}`;
    const nothing = { status: 0, text: '', head: '' };
    const { status, text, head } = await this.#fetch(method, path, headers, body).catch(() => nothing);
    const answer = {
      sent: `${method} ${path}`,
      request,
      status,
      text: `${text}\n${head}`,
      body: parsed(text),
    };
    this.told.push(answer);
    return answer;
  }

  async #fetch(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array | undefined,
  ): Promise<{ readonly status: number; readonly text: string; readonly head: string }> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(120_000),
      ...(body !== undefined && { body: typeof body === 'string' ? body : Buffer.from(body) }),
    });
    const head = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
    return { status: answer.status, text: await answer.text(), head };
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function parsed(text: string): TestBody {
  try {
    return JSON.parse(text) as TestBody;
  } catch {
    return {};
  }
}
