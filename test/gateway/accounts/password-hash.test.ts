import assert from 'node:assert/strict';
import {
  PasswordHasher,
  PasswordQueueFullError,
  STRONG,
  type PasswordHash,
} from '../../../gateway/dist/accounts/password-hash.js';

const FAST = { cost: 16, blockSize: 8, parallelization: 1 };

describe('PasswordHasher', () => {
  it('hashes as strongly as decided, and says how beside the hash', async () => {
    const hasher = new PasswordHasher();

    const hash = await hasher.hash('one');

    assert.deepEqual(STRONG, { cost: 131_072, blockSize: 8, parallelization: 1 });
    assert.match(hash, /^scrypt\$131072\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    assert.equal(await hasher.verify('one', hash), true);
  });

  it('knows the password, and no other', async () => {
    const hasher = new PasswordHasher(FAST);
    const hash = await hasher.hash('correct horse');

    assert.equal(await hasher.verify('correct horse', hash), true);
    for (const other of ['', 'correct hors', 'correct horse ', 'Correct horse']) {
      assert.equal(await hasher.verify(other, hash), false, JSON.stringify(other));
    }
  });

  it('salts: the same password twice has two hashes', async () => {
    const hasher = new PasswordHasher(FAST);

    assert.notEqual(await hasher.hash('same'), await hasher.hash('same'));
  });

  it('verifies hashes of other parameters', async () => {
    const old = await new PasswordHasher({ cost: 32, blockSize: 4, parallelization: 2 }).hash('old');

    assert.equal(await new PasswordHasher(FAST).verify('old', old), true);
  });

  it('takes two spellings of one text as one password', async () => {
    const hasher = new PasswordHasher(FAST);
    const hash = await hasher.hash('caf\u00e9');

    assert.equal(await hasher.verify('cafe\u0301', hash), true);
  });

  it('says no where there is no account, whatever the password', async () => {
    const hasher = new PasswordHasher(FAST);

    assert.equal(await hasher.verify('anything', undefined), false);
  });

  for (const text of ['', 'scrypt$16$8$1$aa', 'bcrypt$16$8$1$aa$bb', 'scrypt$x$8$1$aa$bb']) {
    it(`does not take "${text}" for a hash`, async () => {
      await assert.rejects(new PasswordHasher(FAST).verify('x', text as PasswordHash), Error);
    });
  }

  it('knows nobody as before when its first check found the queue full', async () => {
    const hasher = new PasswordHasher(FAST);
    const hash = await hasher.hash('one');
    const busy = Array.from({ length: 65 }, () => hasher.hash('x'));

    await assert.rejects(hasher.verify('one', hash), PasswordQueueFullError);
    await Promise.all(busy);

    assert.equal(await hasher.verify('one', hash), true);
    assert.equal(await hasher.verify('one', undefined), false);
  });

  it('turns callers away instead of letting hundreds wait', async () => {
    const hasher = new PasswordHasher(FAST);
    const hashes = Array.from({ length: 100 }, () => hasher.hash('x'));

    const outcomes = await Promise.allSettled(hashes);

    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    assert.equal(refused.length, 35, '1 runs, 64 wait');
    assert.ok(refused.every(({ reason }) => reason instanceof PasswordQueueFullError));
    await hasher.hash('and goes on');
  });
});
