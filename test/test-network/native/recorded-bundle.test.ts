import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseBundle, parseTrustProfile, verifyBundle } from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';

const FOLDER = new URL('../../bundles/v1/native/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

describe('a bundle that real Fabric signed', () => {
  const { at, hidden } = JSON.parse(read('recorded.json')) as { at: string; hidden: string[] };
  const profile = parseTrustProfile(read('trust.json'));
  const soon = new Date(Date.parse(at) + 60_000);
  const late = new Date(Date.parse(at) + 2 * profile.statusMaxAgeSeconds * 1000);

  for (const name of ['bundle.json', 'bundle-hidden.json']) {
    it(`is valid and in force a minute later: ${name}`, async () => {
      const verdict = await verifyBundle(read(name), [profile], { crypto: nodeCrypto, now: soon });

      assert.deepEqual(
        [verdict.verdict, verdict.inForce, verdict.embedded],
        ['valid', 'yes', false],
        JSON.stringify(verdict),
      );
    });

    it(`stays valid, and says nothing about now, when it is old: ${name}`, async () => {
      const { verdict, inForce } = await verifyBundle(read(name), [profile], {
        crypto: nodeCrypto,
        now: late,
      });

      assert.deepEqual([verdict, inForce], ['valid', 'unknown']);
    });
  }

  it('hides what it hides, and is the same document', () => {
    const [whole, part] = ['bundle.json', 'bundle-hidden.json'].map(
      (name) => parseBundle(read(name)).document,
    );

    assert.deepEqual(part!.header, whole!.header);
    const leaves = part!.paths.filter((_, place) => 'leaf' in part!.fields[place]!);
    assert.deepEqual(leaves, hidden);
  });
});
