/** What a network needs of the machine: memory, disk, clock, loopback, an address for the peers. */
import { lookup } from 'node:dns/promises';
import { createServer, connect } from 'node:net';
import { availableParallelism, networkInterfaces } from 'node:os';
import { availableMemory } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import type { NetworkKind } from '../description.js';
import { megabytes, roomAt } from '../folder-faults.js';
import { ADDRESS_CURE, HOST } from '../hosts.js';
import { fault, ok, type DoctorFinding } from './finding.js';

const GIGABYTE = 1024 ** 3;
/** Processes of the network with some air, the gateways and the database included. */
const MEMORY_NEEDED: Readonly<Record<NetworkKind, number>> = { embedded: GIGABYTE, native: 2 * GIGABYTE };
const DISK_NEEDED = 2 * GIGABYTE;

export function memoryCheck(kind: NetworkKind, free: number = availableMemory()): DoctorFinding {
  const found = `${megabytes(free)} MB free, ${availableParallelism()} processors`;
  const needed = MEMORY_NEEDED[kind];
  return free >= needed
    ? ok('memory', found)
    : fault('memory', found, `free memory until ${megabytes(needed)} MB are left, or give the machine more`);
}

export async function diskCheck(home: string): Promise<DoctorFinding> {
  const room = await roomAt(home);
  if (room === undefined)
    return fault(
      'disk',
      `the file system of ${home} does not tell how much room it has`,
      `see to it that ${megabytes(DISK_NEEDED)} MB are free there, or set CHOPMARK_HOME to a folder on a disk`,
    );
  const found = `${megabytes(room)} MB free where ${home} is`;
  return room >= DISK_NEEDED
    ? ok('disk', found)
    : fault('disk', found, `free ${megabytes(DISK_NEEDED)} MB there, or set CHOPMARK_HOME to a larger disk`);
}

const CLOCK_SAMPLE_MS = 200;
/** Fabric's peers and orderers refuse what is 15 minutes off; the contract's clock what is 5 s off. */
const CLOCK_STEP_MS = 50;
/** No Chopmark is older. */
const EARLIEST = Date.UTC(2025, 0, 1);

/** @param knownPast Something that surely happened before: the clock must not be behind it. */
export async function clockCheck(knownPast?: Date): Promise<DoctorFinding> {
  const [wall, steady] = [Date.now(), performance.now()];
  await delay(CLOCK_SAMPLE_MS);
  const step = Math.abs(Date.now() - wall - (performance.now() - steady));
  const now = new Date().toISOString();
  const cure = 'set the clock (timedatectl set-ntp true) and keep it by NTP: within 5 s of the other hosts';
  if (wall < EARLIEST) return fault('clock', `it is ${now} here`, cure);
  if (knownPast && wall < knownPast.getTime())
    return fault(
      'clock',
      `it is ${now} here, before the network was made (${knownPast.toISOString()})`,
      cure,
    );
  return step > CLOCK_STEP_MS
    ? fault('clock', `it jumped by ${Math.round(step)} ms within ${CLOCK_SAMPLE_MS} ms`, cure)
    : ok('clock', now);
}

export async function loopbackCheck(): Promise<DoctorFinding> {
  try {
    const { address } = await lookup('localhost', { family: 4 });
    if (!address.startsWith('127.'))
      return fault(
        'loopback',
        `localhost is ${address}`,
        'give /etc/hosts the line "127.0.0.1 localhost" and no other IPv4 address for it',
      );
    await roundTrip();
    return ok('loopback', `localhost is ${address}, and it answers`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fault(
      'loopback',
      reason,
      'bring the loopback interface up (ip link set lo up), and give /etc/hosts the line "127.0.0.1 localhost"',
    );
  }
}

/** A peer wants an address besides loopback even when it never uses it (fabric.md section 1.2). */
export function interfaceCheck(interfaces = networkInterfaces()): DoctorFinding {
  const found = Object.entries(interfaces).find(([, addresses]) =>
    addresses?.some(({ family, internal }) => family === 'IPv4' && !internal),
  );
  return found
    ? ok('interface', `${found[0]} has an IPv4 address besides loopback`)
    : fault('interface', 'no IPv4 address besides loopback: Fabric’s peers do not start', ADDRESS_CURE);
}

function roundTrip(): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.end());
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const socket = connect({ port, host: HOST });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.destroy();
        server.close(() => resolve());
      });
    });
  });
}
