/**
 * Ports of the gateways, one after the other from `CHOPMARK_PORT`, and the first one of a network.
 *
 * @module
 */
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { PlatformError } from './platform-error.js';

export const GATEWAYS = ['tax', 'affairs', 'court'] as const;
export type GatewayKey = (typeof GATEWAYS)[number];

const DEFAULT_PORT = '8400';
/** Every network finds its ports above it. */
const LAST_NETWORK_BASE = 64_999;
const HOST = '127.0.0.1';
/** Linux gives away ports from 32768, other systems from 49152. */
const FIRST_OWN = 20_000;
const OWN = 6_000;
const ATTEMPTS = 50;

/** @throws {PlatformError} `PORT_TAKEN` when the variable is no port. */
export function portsFrom(env: NodeJS.ProcessEnv): Readonly<Record<GatewayKey, number>> {
  const base = Number(env['CHOPMARK_PORT'] || DEFAULT_PORT);
  if (!Number.isInteger(base) || base < 1 || base > 65_533) {
    throw new PlatformError(
      'PORT_TAKEN',
      `CHOPMARK_PORT is "${env['CHOPMARK_PORT'] ?? ''}".`,
      'Give a port number from 1 to 65533: the gateways listen on it and the next two.',
    );
  }
  return { tax: base, affairs: base + 1, court: base + 2 };
}

/**
 * What `CHOPMARK_NETWORK_PORT_BASE` says, as the commands of test-network take it; nothing when it is not set.
 *
 * @throws {PlatformError} `PORT_TAKEN` when the variable is no port.
 */
export function networkPortArguments(env: NodeJS.ProcessEnv): readonly string[] {
  const text = env['CHOPMARK_NETWORK_PORT_BASE'] || undefined;
  if (text === undefined) return [];
  const base = Number(text);
  if (!Number.isInteger(base) || base < 1 || base > LAST_NETWORK_BASE) {
    throw new PlatformError(
      'PORT_TAKEN',
      `CHOPMARK_NETWORK_PORT_BASE is "${text}".`,
      `Give a port number from 1 to ${LAST_NETWORK_BASE}: a new network takes the next 40.`,
    );
  }
  return ['--port-base', String(base)];
}

/** @throws {PlatformError} `PORT_TAKEN` */
export async function requireFreePort(key: string, port: number): Promise<void> {
  const taken = await probe(port);
  if (taken instanceof Error) {
    throw new PlatformError(
      'PORT_TAKEN',
      `Port ${port} (gateway of ${key}) cannot be used: ${taken.message}.`,
      'Stop the program that listens there, or set CHOPMARK_PORT to another number.',
      { cause: taken },
    );
  }
}

export async function isFreePort(port: number): Promise<boolean> {
  return !((await probe(port)) instanceof Error);
}

/**
 * A port that is free now, on loopback: none of those that systems give away by themselves, for it is listened on only
 * later, and again when whoever listens there was started anew.
 */
export async function freePort(): Promise<number> {
  for (let left = ATTEMPTS; ; left -= 1) {
    const port = FIRST_OWN + randomInt(OWN);
    const taken = await probe(port);
    if (!(taken instanceof Error)) return port;
    if (left === 0) throw taken;
  }
}

/** @returns The port that was listened on for a moment, or why it could not be. */
function probe(port: number): Promise<number | Error> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
