import assert from 'node:assert/strict';
import { passwordFaults } from '../../../gateway/dist/accounts/password-rules.js';
import { ROWS } from '../../../gateway/dist/accounts/common-passwords.js';
import { randomBytes, withSeed } from '../../support/randomness.js';

const ABOUT = ['lantern-issuer', '示例灯笼制造有限公司', '91000000T0000001XM'];
const codes = (password: string): string[] => passwordFaults(password, ABOUT, '/p').map(({ code }) => code);

describe('passwordFaults', () => {
  for (const password of [
    'seven lanterns over Qiantang',
    'kfyrTM2x-9_bqLwe',
    '雨后西湖荷叶上三只青蛙在打鼓呢',
    'ich esse gern pflaumenkuchen',
    '        spaced out sentence   ',
    '🏮🌊🍵🚲🎋🧧🐉🌸🍜🏯🎎🪁🧨🥢🎏',
  ]) {
    it(`takes ${password}`, () => {
      assert.deepEqual(codes(password), []);
    });
  }

  // Of a seed: of some hundred thousand draws one looks like a word with its letters exchanged.
  it('takes what a machine draws', () =>
    withSeed('drawn passwords', () => {
      for (let count = 0; count < 500; count += 1) {
        const drawn = randomBytes(12).toString('base64url');
        assert.deepEqual(codes(drawn), [], drawn);
      }
    }));

  for (const password of [
    '',
    'short',
    'kfyrTM2x-9_bqL',
    '雨后西湖荷叶上三只青蛙在打鼓',
    '🏮🌊🍵🚲🎋🧧🐉🌸🍜🏯🎎🪁🧨🥢',
  ]) {
    it(`finds ${password || 'nothing'} too short: 14 characters at most`, () => {
      assert.deepEqual(codes(password), ['TOO_SHORT']);
    });
  }

  for (const password of [
    'passwordpassword',
    'Password123456789',
    'P@ssw0rdP@ssw0rd!',
    'qwertyuiopasdfghjkl',
    'poiuytrewqlkjhgfdsa',
    '123456789012345',
    '1qaz2wsx3edc4rfv',
    '!@#$%^&*()!@#$%^&*()',
    'aaaaaaaaaaaaaaaaaaaa',
    'abcabcabcabcabcabc',
    'xkcdxkcdxkcdxkcdxkcd',
    'chopmark2026chopmark',
    'Welcome2ChopmarkAdmin',
    'correct horse battery staple',
    'adminadminadmin2026',
    'iloveyou1314520520',
    'lantern-issuer2026!',
    '91000000T0000001XM',
    '示例灯笼制造有限公司2026年密码密码',
    'ＰａｓｓｗｏｒｄＰａｓｓｗｏｒｄ',
    'letmein.letmein.letmein',
    'zyxwvutsrqponmlkjih',
  ]) {
    it(`finds ${password} guessable`, () => {
      assert.deepEqual(codes(password), ['GUESSABLE_PASSWORD']);
    });
  }

  it('finds every run of a keyboard, forwards and backwards', () => {
    for (const row of ROWS) {
      for (const run of [row, Array.from(row).reverse().join('')])
        assert.deepEqual(codes(run.repeat(4).slice(0, 40)), ['GUESSABLE_PASSWORD'], run);
    }
  });

  it('is quick with the longest and worst', () => {
    for (const password of [
      'a'.repeat(1024),
      'ab'.repeat(512),
      `${'abcdef'.repeat(170)}x`,
      randomBytes(512).toString('hex'),
    ])
      assert.ok(codes(password).length <= 1);
  });
});
