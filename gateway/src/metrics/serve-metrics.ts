/**
 * `/metrics` on a port of its own, for the monitoring agent of this organization and nobody else.
 *
 * @module
 */
import type { RequestListener } from 'node:http';

import { type Listening, serve } from '../listening/serve.js';
import type { Metrics } from './metrics.js';

/** @throws {Error} When the port cannot be listened on. */
export function serveMetrics(metrics: Metrics, host: string, port: number): Promise<Listening> {
  return serve(listenerOf(metrics), host, port);
}

function listenerOf({ registry }: Metrics): RequestListener {
  return (req, res) => {
    if (req.url !== '/metrics' || (req.method !== 'GET' && req.method !== 'HEAD')) {
      res.writeHead(404, { 'Content-Type': 'text/plain' }).end('only GET /metrics\n');
      return;
    }
    registry.metrics().then(
      (text) => res.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      () => res.writeHead(500, { 'Content-Type': 'text/plain' }).end('metrics cannot be read\n'),
    );
  };
}
