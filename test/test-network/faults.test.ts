/** Faults of folder, disk, rights and certificates: told by the process before anything is started, nothing changed. */
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { defaultDescription } from '../../test-network/dist/description.js';
import { withFolderCode } from '../../test-network/dist/folder-faults.js';
import { layoutOf } from '../../test-network/dist/layout.js';
import { NetworkError } from '../../test-network/dist/network-error.js';
import { endLeftovers } from '../../test-network/dist/processes/pid-files.js';
import { prepareNetwork } from '../../test-network/dist/prepare-network.js';
import { writeFakePrograms } from './native/support/fake-programs.js';
import { NetworkProcess } from './support/network-process.js';

const PORT_BASE = 26_750;
const NOBODY = 65_534;

for (const kind of ['embedded', 'native'] as const) {
  describe(`faults of the ${kind} network`, function () {
    this.timeout(300_000);
    let folder: string;
    let home: string;
    let env: NodeJS.ProcessEnv;
    const processes: NetworkProcess[] = [];

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'chopmark-faults-'));
      home = join(folder, 'network');
      // Programs that answer their version, then wait: nothing here may get as far as that.
      await writeFakePrograms(join(folder, 'bin'), undefined, 'exec sleep 600');
      env = { FABRIC_BIN: join(folder, 'bin') };
    });

    afterEach(async () => {
      for (const running of processes.splice(0)) await running.stop('SIGKILL');
      await endLeftovers(layoutOf(home).run, () => undefined);
      await rm(folder, { recursive: true, force: true });
    });

    function run(place = home, uid?: number): NetworkProcess {
      const started = new NetworkProcess({
        home: place,
        kind,
        portBase: PORT_BASE,
        env,
        ...(uid === undefined ? {} : { uid }),
      });
      processes.push(started);
      return started;
    }

    it('lets one of two starts at once make the network', async () => {
      const [first, second] = [run(), run()];

      const codes = await Promise.race([first.failure(), second.failure()]);

      assert.equal(codes, 'NETWORK_IN_USE');
      assert.equal([first, second].filter(({ child }) => child.exitCode === null).length, 1);
    });

    it('refuses a certificate that has expired, and changes nothing', async () => {
      const { layout } = await prepareNetwork(defaultDescription(kind, { portBase: PORT_BASE }), home);
      const { certificate } = layout.organization('court').node('orderer');
      await writeFile(certificate, await expiredCopyOf(await readFile(certificate, 'utf8')));
      const before = await contentOf(home);

      const failed = run();

      assert.equal(await failed.failure(), 'CERTIFICATE_EXPIRED');
      const { text = '' } = await failed.says('failed');
      assert.match(text, /organizations\/court\/orderer\/msp\/signcerts\/cert\.pem holds from .* to 2020-/);
      assert.deepEqual(await contentOf(home), before);
    });

    it('refuses the folder of a network of the other kind', async () => {
      const other = kind === 'native' ? 'embedded' : 'native';
      await prepareNetwork(defaultDescription(other, { portBase: PORT_BASE }), home);
      const before = await contentOf(home);

      assert.equal(await run().failure(), 'NETWORK_DAMAGED');
      assert.deepEqual(await contentOf(home), before);
    });

    it('refuses a folder where this user may not write', async () => {
      await mkdir(home);
      await chmod(folder, 0o755);
      const asRoot = process.getuid?.() === 0;
      if (!asRoot) await chmod(home, 0o500);

      const failed = run(home, asRoot ? NOBODY : undefined);

      assert.equal(await failed.failure(), 'FOLDER_NOT_WRITABLE');
      assert.deepEqual(await readdir(home), []);
    });

    it('makes nothing on a disk that is nearly full', async function () {
      const disk = join(folder, 'disk');
      await mkdir(disk);
      if (!mounted(disk)) return this.skip();
      try {
        assert.equal(await run(join(disk, 'network')).failure(), 'DISK_FULL');
        assert.deepEqual(await readdir(disk), []);
      } finally {
        execFileSync('umount', [disk]);
      }
    });
  });
}

describe('withFolderCode', () => {
  const errno = (code: string, path?: string): Error => Object.assign(new Error(code), { code, path });

  for (const { error, want } of [
    { error: errno('ENOSPC'), want: 'DISK_FULL' },
    { error: errno('EDQUOT'), want: 'DISK_FULL' },
    { error: errno('EACCES', '/there'), want: 'FOLDER_NOT_WRITABLE' },
    { error: errno('EROFS', '/there'), want: 'FOLDER_NOT_WRITABLE' },
    { error: errno('ENOTDIR', '/there'), want: 'FOLDER_NOT_WRITABLE' },
    { error: errno('EEXIST', '/there'), want: 'FOLDER_NOT_WRITABLE' },
    {
      error: new NetworkError('NODE_FAILED', 'peer-tax ended: write x: no space left on device'),
      want: 'DISK_FULL',
    },
    { error: new NetworkError('NODE_FAILED', 'peer-tax ended: bad block'), want: 'NODE_FAILED' },
    { error: errno('EACCES'), want: 'EACCES' },
  ]) {
    it(`${error.message} is ${want}`, () => {
      assert.equal((withFolderCode(error) as { code: string }).code, want);
    });
  }
});

/** A disk of 16 MB in memory; needs rights that a container may lack. */
function mounted(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The same subject, with a key of nobody and an end in the past. */
async function expiredCopyOf(pem: string): Promise<string> {
  const { subjectName } = new x509.X509Certificate(pem);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create(
    {
      subject: subjectName,
      issuer: subjectName,
      publicKey: keys.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      notBefore: new Date('2019-01-01T00:00:00Z'),
      notAfter: new Date('2020-01-01T00:00:00Z'),
    },
    webcrypto as unknown as Crypto,
  );
  return certificate.toString('pem');
}

/** Every file with its content, apart from the pid files. */
async function contentOf(home: string): Promise<Record<string, string>> {
  const { run } = layoutOf(home);
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.parentPath !== run);
  return Object.fromEntries(
    await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path, await readFile(path, 'base64')] as const;
      }),
    ),
  );
}
