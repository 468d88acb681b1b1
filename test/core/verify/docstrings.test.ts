import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('../../../core/src/', import.meta.url));
const EXPORTED = /export (?:type )?\{([^}]*)\} from '\.\/([^']+)\.js'/g;

describe('exports of @chopmark/core/verify', () => {
  it('each say what they are, where they are declared', () => {
    const silent: string[] = [];
    let count = 0;
    for (const [, list = '', file = ''] of readFileSync(`${SOURCE}verify.ts`, 'utf8').matchAll(EXPORTED)) {
      const source = readFileSync(`${SOURCE}${file}.ts`, 'utf8');
      for (const name of list.match(/\b(?!type\b)\w+/g) ?? []) {
        count += 1;
        const declared = new RegExp(
          `\\*/\\nexport (?:async )?(?:function|const|class|interface|type) ${name}\\b`,
        );
        if (!declared.test(source)) silent.push(`${name} of ${file}`);
      }
    }

    assert.deepEqual(silent, []);
    assert.ok(count > 100, String(count));
  });
});
