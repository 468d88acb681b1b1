/** What runs here. */
import { createRequire } from 'node:module';
import type { Config } from './config.js';
import type { NetworkFacts } from './config/network-facts.js';
import type { VersionView } from './schemas/platform.js';

const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };

/** Of this program. */
export const PROGRAM_VERSION = version;

export function gatewayVersion({ organization, mode }: Config, { connection }: NetworkFacts): VersionView {
  const { channel, network, kind } = connection;
  const { node } = process.versions;
  return { name: 'chopmark-gateway', version, organization, mode, channel, network, networkKind: kind, node };
}
