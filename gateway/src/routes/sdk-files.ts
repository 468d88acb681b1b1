/**
 * `/sdk/{file}`: the SDK as it is now; `/sdk/{digest}/{file}`: these very bytes for ever, and nothing once they are others.
 *
 * @module
 */
import { Router, type Request, type Response } from 'express';
import type { SdkFile } from '../guide/sdk.js';
import { isHeld } from '../requests/entity-tags.js';
import { localsOf } from '../request-locals.js';

const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'public, no-cache';

export function sdkFiles(files: readonly SdkFile[]): Router {
  const router = Router();
  for (const file of files) {
    router.get(`/sdk/${file.name}`, give(file, ASK_AGAIN));
    router.get(`/sdk/${file.digest}/${file.name}`, give(file, FOR_EVER));
  }
  return router;
}

function give({ name, bytes, digest }: SdkFile, cacheControl: string) {
  const tag = `"${digest}"`;
  return (req: Request, res: Response): void => {
    localsOf(res).route = '/sdk';
    res.set({ ETag: tag, 'Cache-Control': cacheControl });
    if (isHeld(req, tag)) res.status(304).end();
    else res.type(name.endsWith('.tgz') ? 'application/gzip' : 'text/javascript').send(bytes);
  };
}
