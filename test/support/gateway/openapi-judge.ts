/**
 * Judges answers by the OpenAPI document: an answer of ours that the document does not describe fails the test that
 * got it.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { OpenApiDocument } from '../../../gateway/dist/openapi/document.js';

interface ResponseDoc {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

interface OperationDoc {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, ResponseDoc>>;
}

export class OpenApiJudge {
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  readonly #compiled = new Map<string, ValidateFunction>();
  readonly #paths: readonly {
    readonly pattern: RegExp;
    readonly path: string;
    readonly operations: Readonly<Record<string, OperationDoc>>;
  }[];

  constructor(document: OpenApiDocument) {
    this.#ajv.addSchema({ ...document, $id: 'openapi' });
    this.#paths = Object.entries(document.paths ?? {}).map(([path, operations]) => ({
      path,
      pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
      operations: operations as unknown as Readonly<Record<string, OperationDoc>>,
    }));
  }

  /** Fails unless the document says that this route may answer so. Addresses outside of it are not judged. */
  judge(method: string, address: string, status: number, type: string, text: string | undefined): void {
    const route = this.#paths.find(({ pattern }) => pattern.test(address.split('?', 1)[0] ?? ''));
    const operation = route?.operations[method.toLowerCase()];
    if (route === undefined || operation === undefined) return;
    const name = `${method} ${route.path} → ${status}`;
    const response = operation.responses[String(status)];
    assert.ok(response, `${name} is not in the document`);
    if (text === undefined || text === '') return;
    const [mediaType = ''] = type.split(';');
    assert.ok(response.content?.[mediaType], `${name} as ${mediaType} is not in the document`);
    // What is no JSON has a media type and nothing else to judge.
    if (!mediaType.endsWith('json')) return;
    const values = mediaType === 'application/x-ndjson' ? text.trimEnd().split('\n') : [text];
    const validate = this.#validator(route.path, method.toLowerCase(), status, mediaType);
    for (const value of values) {
      assert.ok(
        validate(JSON.parse(value)),
        `${name}: ${this.#ajv.errorsText(validate.errors)}\n${value.slice(0, 500)}`,
      );
    }
  }

  #validator(path: string, method: string, status: number, mediaType: string): ValidateFunction {
    const steps = ['paths', path, method, 'responses', String(status), 'content', mediaType, 'schema'];
    const pointer = steps
      .map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    const known = this.#compiled.get(pointer) ?? this.#ajv.compile({ $ref: `openapi#/${pointer}` });
    this.#compiled.set(pointer, known);
    return known;
  }
}
