/** A network of four hosts in a folder of its own, made for all organizations at once: for looking, not for running. */
import { fileURLToPath } from 'node:url';
import { defaultDescription } from '../../../../test-network/dist/description.js';
import type { NetworkDescription } from '../../../../test-network/dist/description.js';

export const chaincodeSource = fileURLToPath(new URL('../../../../chaincode/deploy', import.meta.url));

export const HOSTS = {
  tax: 'tax.split.test',
  affairs: 'affairs.split.test',
  court: 'court.split.test',
  operator: '198.18.77.4',
} as const;

export const KEYS = ['tax', 'affairs', 'court', 'operator'] as const;

export function splitPlan(): NetworkDescription {
  return defaultDescription('native', { portBase: 7050, hosts: HOSTS });
}
