/** Health and version, for those who run the gateway. */
import type { Health } from '../health/health.js';
import { AliveAnswer, ReadinessAnswer, VersionAnswer, type VersionView } from '../schemas/platform.js';
import { JSON_TYPE, type Route } from './route.js';

export interface PlatformContext {
  readonly health: Health;
  readonly version: VersionView;
}

export function platformRoutes({ health, version }: PlatformContext): Route[] {
  return [aliveRoute(), readyRoute(health), versionRoute(version)];
}

function aliveRoute(): Route {
  return {
    key: 'GET /livez',
    doc: {
      id: 'getLiveness',
      tag: 'platform',
      summary: 'Whether the process answers',
      answers: { 200: { description: 'It does.', content: { [JSON_TYPE]: AliveAnswer } } },
    },
    handle: ({ res }) => {
      res.json({ status: 'alive' });
    },
  };
}

function readyRoute(health: Health): Route {
  const content = { [JSON_TYPE]: ReadinessAnswer };
  return {
    key: 'GET /readyz',
    doc: {
      id: 'getReadiness',
      tag: 'platform',
      summary: 'Whether the gateway can do its work',
      answers: {
        200: { description: 'Every part is up.', content },
        503: { description: 'Some part is down.', content },
      },
    },
    handle: async ({ res }) => {
      const parts = await health.parts();
      const ready = parts.every(({ state }) => state === 'up');
      res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'notReady', parts });
    },
  };
}

function versionRoute(version: VersionView): Route {
  return {
    key: 'GET /version',
    doc: {
      id: 'getVersion',
      tag: 'platform',
      summary: 'What runs here',
      answers: { 200: { description: 'The version.', content: { [JSON_TYPE]: VersionAnswer } } },
    },
    handle: ({ res }) => {
      res.json(version);
    },
  };
}
