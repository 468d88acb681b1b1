import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { provideBinaries } from '../../../test-network/dist/native/provide-binaries.js';
import { archiveOf, fakeProgram, releaseArchive, writeFakePrograms } from './support/fake-programs.js';

const CACHE = join('cache', 'fabric-3.1.5');

describe('provideBinaries', () => {
  let home: string;
  let server: Server | undefined;
  let asked: string[];
  let said: string[];

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-binaries-'));
    asked = [];
    said = [];
  });

  afterEach(async () => {
    const made = server;
    server = undefined;
    made?.closeAllConnections();
    if (made) await new Promise((resolve) => made.close(resolve));
    await rm(home, { recursive: true, force: true });
  });

  /** A server on loopback; the environment that names its archive. */
  async function serve(answer: Buffer | RequestListener): Promise<NodeJS.ProcessEnv> {
    const listener: RequestListener = (request, response) => {
      asked.push(request.url ?? '');
      if (typeof answer === 'function') answer(request, response);
      else response.setHeader('content-length', answer.length).end(answer);
    };
    const made = createServer(listener);
    server = made;
    await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
    const { port } = made.address() as AddressInfo;
    return environment({ CHOPMARK_FABRIC_URL: `http://127.0.0.1:${port}/release.tar.gz` });
  }

  /** The fakes are shell scripts: the shell is found by its own path, and PATH holds nothing. */
  function environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { CHOPMARK_HOME: home, PATH: '', CHOPMARK_FABRIC_URL: '', ...more };
  }

  const provide = (env: NodeJS.ProcessEnv) => provideBinaries(env, (text) => said.push(text));

  async function expectNothingKept(): Promise<void> {
    const left = existsSync(join(home, 'cache')) ? await readdir(join(home, 'cache')) : [];
    assert.deepEqual(left, []);
  }

  it('takes what FABRIC_BIN names before what lies on PATH', async () => {
    await writeFakePrograms(join(home, 'named'));
    await writeFakePrograms(join(home, 'path'));

    const programs = await provide(
      environment({ FABRIC_BIN: join(home, 'named'), PATH: join(home, 'path') }),
    );

    assert.deepEqual(programs, {
      orderer: join(home, 'named', 'orderer'),
      peer: join(home, 'named', 'peer'),
    });
  });

  it('gives absolute paths of what FABRIC_BIN and PATH name from here', async () => {
    await writeFakePrograms(join(home, 'named'));
    const here = relative(process.cwd(), join(home, 'named'));

    for (const names of [{ FABRIC_BIN: here }, { PATH: here }])
      assert.equal((await provide(environment(names))).peer, join(home, 'named', 'peer'));
  });

  it('says that FABRIC_BIN names a folder without the programs, and looks on', async () => {
    await writeFakePrograms(join(home, 'path'));

    const programs = await provide(
      environment({ FABRIC_BIN: join(home, 'empty'), PATH: join(home, 'path') }),
    );

    assert.equal(programs.peer, join(home, 'path', 'peer'));
    assert.ok(said.some((text) => text.includes(join(home, 'empty')) && text.includes('peer')));
  });

  it('refuses another version that FABRIC_BIN names', async () => {
    await writeFakePrograms(join(home, 'named'), 'v2.5.9');

    await assert.rejects(
      provide(environment({ FABRIC_BIN: join(home, 'named') })),
      (error: { code: string; detail: string }) => {
        assert.equal(error.code, 'BINARY_WRONG_VERSION');
        assert.match(error.detail, /2\.5\.9/);
        return true;
      },
    );
  });

  it('refuses a program that FABRIC_BIN names and that does not run', async () => {
    await writeFakePrograms(join(home, 'named'));
    await writeFile(join(home, 'named', 'peer'), 'no program at all');

    await assert.rejects(provide(environment({ FABRIC_BIN: join(home, 'named') })), {
      code: 'BINARY_WRONG_VERSION',
    });
  });

  it('passes over another version on PATH, and says so', async () => {
    await writeFakePrograms(join(home, 'old'), 'v2.5.9');
    await writeFakePrograms(join(home, 'new'));

    const programs = await provide(environment({ PATH: `${join(home, 'old')}:${join(home, 'new')}` }));

    assert.equal(programs.peer, join(home, 'new', 'peer'));
    assert.ok(said.some((text) => text.includes(join(home, 'old', 'peer'))));
  });

  it('downloads the release once, keeps the two programs and their origin, and runs from the cache after', async () => {
    const archive = await releaseArchive();
    const env = await serve(archive);

    const first = await provide(env);
    const again = await provide(env);

    assert.deepEqual(asked, ['/release.tar.gz']);
    assert.deepEqual(again, first);
    assert.deepEqual(await readdir(join(home, 'cache')), ['fabric-3.1.5']);
    assert.deepEqual((await readdir(join(home, CACHE), { recursive: true })).sort(), [
      'bin',
      join('bin', 'orderer'),
      join('bin', 'peer'),
      'source.json',
    ]);
    assert.equal(await readFile(first.peer, 'utf8'), fakeProgram('peer'));
    assert.equal((await stat(first.peer)).mode & 0o111, 0o111);
    const source = JSON.parse(await readFile(join(home, CACHE, 'source.json'), 'utf8')) as unknown;
    assert.deepEqual(source, {
      address: env['CHOPMARK_FABRIC_URL'],
      sha256: createHash('sha256').update(archive).digest('hex'),
    });
  });

  it('asks a folder for the archive of this machine', async () => {
    const env = await serve(await releaseArchive());

    await provide({
      ...env,
      CHOPMARK_FABRIC_URL: env['CHOPMARK_FABRIC_URL']?.replace('release.tar.gz', 'mirror/'),
    });

    assert.match(
      asked[0] ?? '',
      /^\/mirror\/hyperledger-fabric-(linux|darwin)-(amd64|arm64)-3\.1\.5\.tar\.gz$/,
    );
  });

  it('takes an archive with the pinned digest', async () => {
    const archive = await releaseArchive();
    const env = await serve(archive);
    const digest = createHash('sha256').update(archive).digest('hex');

    const programs = await provide({ ...env, CHOPMARK_FABRIC_SHA256: digest.toUpperCase() });

    assert.ok(existsSync(programs.orderer));
  });

  it('keeps nothing of an archive with another digest', async () => {
    const env = await serve(await releaseArchive());

    await assert.rejects(provide({ ...env, CHOPMARK_FABRIC_SHA256: 'ab'.repeat(32) }), {
      code: 'ARCHIVE_MISMATCH',
    });
    await expectNothingKept();
  });

  it('refuses cached programs of another archive than the pinned one, and leaves them', async () => {
    const env = await serve(await releaseArchive());
    const { peer } = await provide(env);

    await assert.rejects(provide({ ...env, CHOPMARK_FABRIC_SHA256: 'ab'.repeat(32) }), {
      code: 'ARCHIVE_MISMATCH',
    });
    assert.ok(existsSync(peer));
  });

  it('refuses a digest that is none', async () => {
    await assert.rejects(provide(environment({ CHOPMARK_FABRIC_SHA256: 'abc' })), {
      code: 'ARCHIVE_MISMATCH',
    });
  });

  const broken: readonly { what: string; archive: () => Promise<Buffer> }[] = [
    { what: 'is cut off', archive: async () => (await releaseArchive()).subarray(0, 200) },
    { what: 'is no archive', archive: () => Promise.resolve(Buffer.from('<html>not found</html>')) },
    { what: 'lacks the peer', archive: () => archiveOf([['bin/orderer', fakeProgram('orderer')]]) },
    {
      what: 'holds a program twice',
      archive: () =>
        archiveOf([
          ['bin/orderer', fakeProgram('orderer')],
          ['bin/peer', fakeProgram('peer')],
          ['bin/peer', 'another'],
        ]),
    },
    {
      what: 'holds them under paths that lead elsewhere',
      archive: () =>
        archiveOf([
          ['../../bin/orderer', fakeProgram('orderer')],
          ['/bin/peer', fakeProgram('peer')],
        ]),
    },
  ];
  for (const { what, archive } of broken) {
    it(`keeps nothing of an archive that ${what}`, async () => {
      const env = await serve(await archive());

      await assert.rejects(provide(env), { code: 'ARCHIVE_BROKEN' });
      await expectNothingKept();
    });
  }

  it('keeps nothing of a release of another version', async () => {
    const env = await serve(await releaseArchive('v3.0.0'));

    await assert.rejects(provide(env), { code: 'BINARY_WRONG_VERSION' });
    await expectNothingKept();
  });

  it('says that the server has no such file', async () => {
    const env = await serve((_, response) => response.writeHead(404).end());

    await assert.rejects(provide(env), (error: { code: string; detail: string }) => {
      assert.equal(error.code, 'DOWNLOAD_FAILED');
      assert.match(error.detail, /404/);
      return true;
    });
    await expectNothingKept();
  });

  it('keeps nothing of a download that stops half-way', async () => {
    const archive = await releaseArchive();
    const env = await serve((_, response) => {
      response.setHeader('content-length', archive.length);
      response.write(archive.subarray(0, 100), () => response.destroy());
    });

    await assert.rejects(provide(env), { code: 'DOWNLOAD_FAILED' });
    await expectNothingKept();
  });

  it('says that nobody answers', async () => {
    const env = await serve(Buffer.alloc(0));
    await new Promise<void>((resolve) => server?.close(() => resolve()));

    await assert.rejects(provide(env), { code: 'DOWNLOAD_FAILED' });
    await expectNothingKept();
  });

  it('says what to do when nothing is to be downloaded', async () => {
    await assert.rejects(
      provide(environment({ FABRIC_BIN: join(home, 'nowhere') })),
      (error: { code: string; detail: string }) => {
        assert.equal(error.code, 'BINARY_NOT_FOUND');
        assert.match(error.detail, /FABRIC_BIN.*CHOPMARK_FABRIC_URL/);
        return true;
      },
    );
  });

  it('refuses an address that is none', async () => {
    await assert.rejects(provide(environment({ CHOPMARK_FABRIC_URL: 'fabric.tar.gz' })), {
      code: 'BINARY_NOT_FOUND',
    });
  });

  it('removes the draft of a download that was killed, not that of one under way', async () => {
    const [abandoned, underway] = [`fabric-3.1.5.4194305.part`, `fabric-3.1.5.${process.ppid}.part`];
    for (const draft of [abandoned, underway]) await mkdir(join(home, 'cache', draft), { recursive: true });
    const env = await serve(await releaseArchive());

    await provide(env);

    assert.deepEqual((await readdir(join(home, 'cache'))).sort(), ['fabric-3.1.5', underway]);
  });
});
