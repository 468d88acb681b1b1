import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { verifyTimestamp } from '@chopmark/core/timestamps';

import { readAuthority } from '../../../gateway/dist/timestamps/authorities-file.js';
import { TsaAuthority } from '../../support/tsa/authority.js';

describe('file of roots for timestamps', () => {
  let folder: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-roots-'));
    file = join(folder, 'roots.pem');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('gives every certificate in it, whatever stands between', async () => {
    const [alpha, beta] = [await TsaAuthority.create('Alpha'), await TsaAuthority.create('Beta')];
    await writeFile(file, `Alpha, since 2026\n${alpha.pem}\n\r\nBeta\n${beta.pem}`);

    const authority = readAuthority(file);

    assert.equal(authority.roots.length, 2);
    const message = Buffer.from('anything');
    const genTime = new Date('2026-11-20T08:00:00Z');
    for (const tsa of [alpha, beta])
      await verifyTimestamp((await tsa.stamper()).token(message, { genTime }), message, [authority], {
        crypto,
      });
  });

  it('is refused when it holds no certificate, or is not there', async () => {
    await writeFile(file, 'nothing');

    assert.throws(() => readAuthority(file), /holds no certificate/);
    assert.throws(() => readAuthority(join(folder, 'nowhere.pem')), { code: 'ENOENT' });
  });
});
