import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { changesBetween } from '../../../scripts/api-changes.mjs';
import { PROJECT } from '../../support/platform.js';

const run = promisify(execFile);
const SNAPSHOT = join(PROJECT, 'docs', 'openapi.json');

/** What the tests below reach into. */
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

interface Operation {
  operationId: string;
  security: object[];
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content: Record<string, { schema: Schema }> }>;
}

interface Schema {
  type?: string | string[];
  pattern?: string;
  enum?: string[];
  required?: string[];
  maxLength?: number;
  properties?: Record<string, Schema>;
}

const document = (): Document => JSON.parse(readFileSync(SNAPSHOT, 'utf8')) as Document;

/** What the differ says of a change to the document of today. */
function after(change: (now: Document) => void): { breaking: string[]; additive: string[] } {
  const now = document();
  change(now);
  return changesBetween(document(), now);
}

const schema = ({ components }: Document, name: string): Schema => components.schemas[name]!;
const operation = ({ paths }: Document, path: string, method: string): Operation => paths[path]![method]!;

describe('docs/openapi.json', () => {
  // What is only added is no fault; it is said, with the command that writes it, and the test counts as skipped.
  it('is kept by the gateway: nothing that programs rely on is gone', async function () {
    this.timeout(300_000);
    const { code, stdout } = await run(process.execPath, [
      join(PROJECT, 'scripts', 'api-document.mjs'),
      '--check',
    ]).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: unknown) => error as { code: number; stdout: string },
    );
    assert.ok(code === 0 || code === 2, stdout);
    if (code === 2) {
      console.log(stdout);
      this.skip();
    }
  });
});

describe('changesBetween', () => {
  it('finds none between equals', () => {
    assert.deepEqual(
      after(() => undefined),
      { breaking: [], additive: [] },
    );
  });

  const breaking: Readonly<Record<string, (now: Document) => void>> = {
    'a route that is gone': (now) => delete now.paths['/v1/invoices'],
    'a method that is gone': (now) => delete now.paths['/v1/invoices']!['get'],
    'a method of the SDK with another name': (now) => {
      operation(now, '/v1/me', 'get').operationId = 'whoAmI';
    },
    'a public route that asks for an account': (now) => {
      operation(now, '/v1/verifications', 'post').security = [{ bearer: [] }];
    },
    'a member of an answer that is gone': (now) => delete schema(now, 'Invoice').properties!['state'],
    'a member of an answer that may be missing': (now) => {
      schema(now, 'Invoice').required = schema(now, 'Invoice').required!.filter((name) => name !== 'number');
    },
    'a member of an answer of another type': (now) => {
      schema(now, 'Invoice').properties!['currency'] = { type: 'integer' };
    },
    'a member of a request that is asked for': (now) => {
      schema(now, 'InvoiceRequest').required!.push('remark');
    },
    'a value that is taken no more': (now) => {
      schema(now, 'InvoiceState').enum = ['accepted', 'anchored'];
    },
    'a text that must be shorter': (now) => {
      schema(now, 'InvoiceRequest').properties!['remark']!.maxLength = 10;
    },
    'a form that is narrower': (now) => {
      schema(now, 'Amount').pattern = '^[0-9]+$';
    },
    'a parameter that is asked for': (now) => {
      operation(now, '/v1/invoices', 'get').parameters!.push({
        name: 'x',
        in: 'query',
        required: true,
        schema: { type: 'string' },
      });
    },
    'a media type that is gone': (now) => {
      operation(now, '/v1/operations/{id}/results', 'get').responses['200']!.content = {};
    },
    'a status that is gone': (now) => delete operation(now, '/v1/invoices', 'post').responses['202'],
  };
  for (const [what, change] of Object.entries(breaking)) {
    it(`finds that it breaks: ${what}`, () => {
      assert.notDeepEqual(after(change).breaking, []);
    });
  }

  const additive: Readonly<Record<string, (now: Document) => void>> = {
    'a new route': (now) => {
      now.paths['/v1/new'] = {};
    },
    'a new member of an answer': (now) => {
      schema(now, 'Invoice').properties!['extra'] = { type: 'string' };
    },
    'a member of a request that one may leave out': (now) => {
      schema(now, 'InvoiceRequest').properties!['extra'] = { type: 'string' };
    },
    'a parameter that one may leave out': (now) => {
      operation(now, '/v1/invoices', 'get').parameters!.push({
        name: 'x',
        in: 'query',
        schema: { type: 'string' },
      });
    },
    'a new state': (now) => {
      schema(now, 'InvoiceState').enum!.push('voided');
    },
  };
  for (const [what, change] of Object.entries(additive)) {
    it(`lets pass: ${what}`, () => {
      const changes = after(change);

      assert.deepEqual(changes.breaking, []);
      assert.notDeepEqual(changes.additive, []);
    });
  }
});
