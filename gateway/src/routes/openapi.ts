/** The document that describes the routes, itself among them. */
import { z } from 'zod';
import { openApiDocument } from '../openapi/document.js';
import { JSON_TYPE, type Route } from './route.js';
import { sendTagged, taggedDoc } from './tagged-answer.js';

/** @returns The routes with this one; the document is made when it is first asked for. */
export function withOpenApi(routes: readonly Route[], version: string, server: string): Route[] {
  const route: Route = {
    key: 'GET /openapi.json',
    doc: {
      id: 'getOpenApi',
      tag: 'platform',
      summary: 'This document',
      answers: {
        200: taggedDoc('OpenAPI 3.1.', { [JSON_TYPE]: z.looseObject({ openapi: z.string() }) }),
      },
    },
    handle: (call) => {
      text ??= JSON.stringify(openApiDocument(all, version, server));
      sendTagged(call, text, { cacheControl: 'public, max-age=60' });
    },
  };
  const all = [...routes, route];
  let text: string | undefined;
  return all;
}
