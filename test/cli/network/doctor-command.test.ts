import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chopmark } from '../../support/platform.js';

interface Finding {
  readonly check: string;
  readonly ok: boolean;
}

describe('chopmark network doctor', () => {
  it('names what is wrong with a setting, without a stack', async () => {
    const home = await mkdtemp(join(tmpdir(), 'chopmark-doctor-'));
    try {
      const { code, stderr } = await chopmark(['network', 'doctor'], {
        ...process.env,
        CHOPMARK_HOME: home,
        CHOPMARK_PORT: 'eight',
      });

      assert.equal(code, 1);
      assert.match(stderr, /^chopmark: PORT_TAKEN: /);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });

  it('looks at the network that was made, and finds its files damaged', async () => {
    const home = await mkdtemp(join(tmpdir(), 'chopmark-doctor-'));
    try {
      await mkdir(join(home, 'native', 'network'), { recursive: true });
      await writeFile(join(home, 'native', 'network', 'network.json'), '{}');

      const { stdout } = await chopmark(['network', 'doctor', '--json'], {
        ...process.env,
        CHOPMARK_HOME: home,
        CHOPMARK_FABRIC_URL: '',
      });

      const { kind, findings } = JSON.parse(stdout) as { kind: string; findings: Finding[] };
      assert.equal(kind, 'native');
      assert.deepEqual(
        findings.filter(({ check }) => check === 'files').map(({ ok }) => ok),
        [false],
      );
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
});

describe('a home where nothing can be made, whatever its rights say', () => {
  for (const home of ['/proc', '/proc/chopmark/deep/down']) {
    it(`is found by network doctor at ${home}`, async () => {
      const { code, stdout } = await chopmark(['network', 'doctor', '--json'], {
        ...process.env,
        CHOPMARK_HOME: home,
      });

      const { findings } = JSON.parse(stdout) as { findings: Finding[] };
      assert.equal(code, 3);
      assert.deepEqual(
        findings.filter(({ check }) => check === 'home').map(({ ok }) => ok),
        [false],
      );
    });
  }

  it('is refused by network up', async () => {
    const { code, stderr } = await chopmark(['network', 'up'], { ...process.env, CHOPMARK_HOME: '/proc' });

    assert.equal(code, 1);
    assert.match(stderr, /^chopmark: HOME_NOT_WRITABLE: /);
  });
});

describe('a home that can be written', () => {
  it('is as it was after network doctor tried', async () => {
    const home = await mkdtemp(join(tmpdir(), 'chopmark-doctor-'));
    try {
      const { stdout } = await chopmark(['network', 'doctor', '--json'], {
        ...process.env,
        CHOPMARK_HOME: home,
      });

      const { findings } = JSON.parse(stdout) as { findings: Finding[] };
      assert.equal(findings.find(({ check }) => check === 'home')?.ok, true);
      assert.deepEqual(await readdir(home), []);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
});

describe('a home that is a file', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-file-home-'));
    const home = join(folder, 'home');
    await writeFile(home, 'mine');
    env = { ...process.env, CHOPMARK_HOME: home };
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is refused by network up, and stays as it was', async () => {
    const { code, stderr } = await chopmark(['network', 'up'], env);

    assert.equal(code, 1);
    assert.match(stderr, /^chopmark: HOME_NOT_WRITABLE: /);
    assert.equal(await readFile(env['CHOPMARK_HOME'] ?? '', 'utf8'), 'mine');
  });

  it('is found by network doctor, which looks at the rest all the same', async () => {
    const { code, stdout } = await chopmark(['network', 'doctor', '--json'], env);

    const { findings } = JSON.parse(stdout) as { findings: Finding[] };
    assert.equal(code, 3);
    assert.equal(findings.find(({ check }) => check === 'home')?.ok, false);
    assert.ok(findings.some(({ check }) => check === 'memory'));
  });
});
