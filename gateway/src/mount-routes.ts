/**
 * Routes → Express: rights before the handler, methods that a path does not have, CORS where pages of others may ask.
 *
 * @module
 */
import type { Express, Request, RequestHandler, Response } from 'express';
import { Refusal } from './problems/refusal.js';
import type { Organization } from './rights/right.js';
import { rightOf } from './rights/table.js';
import type { Route } from './routes/route.js';
import { authorize, type AuthenticationParts } from './sessions/authenticate.js';
import type { Access } from './rights/access.js';
import { localsOf } from './request-locals.js';

export interface MountContext extends AuthenticationParts {
  readonly organization: Organization;
  readonly publicUrl: string;
}

/** Mounts those that this organization has; the others do not exist here. */
export function mountRoutes(app: Express, routes: readonly Route[], context: MountContext): void {
  const byPath = new Map<string, Route[]>();
  for (const route of routes) {
    if (!rightOf(route.key).at.includes(context.organization)) continue;
    const { path } = partsOf(route);
    byPath.set(path, [...(byPath.get(path) ?? []), route]);
  }
  for (const [path, those] of byPath) mountPath(app, path, those, context);
}

function mountPath(app: Express, path: string, routes: readonly Route[], context: MountContext): void {
  const address = path.replace(/\{(\w+)\}/g, ':$1');
  const isPublic = routes.some((route) => route.public === true);
  if (isPublic) app.all(address, openToPages);
  for (const route of routes) {
    app[METHODS[partsOf(route).method]](address, handlerOf(route, path, context));
  }
  const methods = routes.flatMap((route) => {
    const { method } = partsOf(route);
    return method === 'GET' ? ['GET', 'HEAD'] : [method];
  });
  app.all(address, otherMethods([...methods, 'OPTIONS'].join(', ')));
}

/** Express's name of each method that a route may have. */
const METHODS = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;
type Method = keyof typeof METHODS;

function partsOf({ key }: Route): { readonly method: Method; readonly path: string } {
  const [method = '', path = ''] = key.split(' ');
  return { method: method as Method, path };
}

function handlerOf(route: Route, path: string, context: MountContext): RequestHandler {
  const right = rightOf(route.key);
  return async (req, res) => {
    const locals = localsOf(res);
    locals.route = path;
    res.setHeader('Cache-Control', 'no-store');
    const ask = (): ReturnType<typeof authorize> => authorize(req, right, context);
    const { access, ...caller } = await ask();
    locals.accountId = caller.account?.id;
    locals.keyId = caller.keyId;
    guardAnswer(res, access);
    const { publicUrl } = context;
    const accessNow = async (): Promise<Access> => (await ask()).access;
    await route.handle({ req, res, language: locals.language, publicUrl, ...caller, access, accessNow });
  };
}

/** The last door: an answer of success whose rights nobody asked for becomes a fault of ours instead. */
function guardAnswer(res: Response, access: Access): void {
  const writeHead = res.writeHead.bind(res) as (...head: unknown[]) => Response;
  res.writeHead = ((...head: unknown[]) => {
    if (Number(head[0]) < 400) access.assertAsked();
    return writeHead(...head);
  }) as Response['writeHead'];
}

/** Public verification carries no credentials, so any page may ask and read the answer. */
function openToPages(req: Request, res: Response, next: () => void): void {
  res.set({
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers':
      'ETag, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-Id',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  });
  if (req.method === 'OPTIONS') {
    res.set({
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers': 'Content-Type, Accept-Language, Traceparent',
      'Access-Control-Max-Age': '3600',
    });
  }
  next();
}

function otherMethods(allowed: string): RequestHandler {
  return (req, res) => {
    res.set('Allow', allowed);
    if (req.method !== 'OPTIONS') throw new Refusal('METHOD_NOT_ALLOWED', { parameters: { allowed } });
    res.status(204).end();
  };
}
