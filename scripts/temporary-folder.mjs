/**
 * Where a test run keeps its temporary files: networks and databases by the dozen, written durably and soon removed. In
 * memory, where there is plenty of it and programs may be run from there; else where the system has such files.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const NAME = /^chopmark-test-(\d+)-/;
const LEAST_BYTES = 6 * 1024 ** 3;

/** @returns A new folder that every user may walk into: a database server as root runs as another. */
export function makeTemporaryFolder() {
  if (hasRoom()) {
    removeLeftovers(MEMORY);
    const folder = makeIn(MEMORY);
    if (runsPrograms(folder)) return folder;
    rmSync(folder, { recursive: true });
  }
  return makeIn(tmpdir());
}

function makeIn(parent) {
  const folder = mkdtempSync(join(parent, `chopmark-test-${process.pid}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/** What lies there is memory: both must have room. */
function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return Math.min(bavail * bsize, freemem()) >= LEAST_BYTES;
  } catch {
    return false;
  }
}

/** Of runs that were killed: memory is not given back by itself. */
function removeLeftovers(parent) {
  for (const name of readdirSync(parent)) {
    const pid = Number(NAME.exec(name)?.[1] ?? 0);
    if (pid > 0 && !isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Some systems mount it so that nothing there can be run. */
function runsPrograms(folder) {
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  const { status } = spawnSync(program);
  rmSync(program);
  return status === 0;
}
