import assert from 'node:assert/strict';

import { GroupCommit } from '../../../gateway/dist/store/group-commit.js';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('GroupCommit', () => {
  it('writes alone what comes alone, and together what comes meanwhile', async () => {
    const groups: number[][] = [];
    const group = new GroupCommit<number, number>(
      async (items) => {
        groups.push([...items]);
        await tick();
        return items.map((item) => item * 10);
      },
      () => false,
    );

    const answers = await Promise.all([1, 2, 3, 4].map((item) => group.add(item)));

    assert.deepEqual(answers, [10, 20, 30, 40]);
    assert.deepEqual(groups, [[1], [2, 3, 4]]);
  });

  it('bounds a group', async () => {
    const sizes: number[] = [];
    const group = new GroupCommit<number, number>(
      async (items) => {
        sizes.push(items.length);
        await tick();
        return items;
      },
      () => false,
      2,
    );

    await Promise.all([1, 2, 3, 4, 5, 6].map((item) => group.add(item)));

    assert.deepEqual(sizes, [1, 2, 2, 1]);
  });

  it('tries each alone when one of them is at fault', async () => {
    const fault = new Error('bad item');
    const group = new GroupCommit<number, number>(
      async (items) => {
        await tick();
        if (items.includes(3)) throw fault;
        return items;
      },
      (error) => error === fault,
    );

    const outcomes = await Promise.allSettled([1, 2, 3, 4].map((item) => group.add(item)));

    assert.deepEqual(
      outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'refused')),
      [1, 2, 'refused', 4],
    );
  });

  it('rejects the whole group when nobody in it is at fault, and goes on', async () => {
    let away = true;
    const group = new GroupCommit<number, number>(
      async (items) => {
        await tick();
        if (away) throw new Error('away');
        return items;
      },
      () => false,
    );
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => group.add(item)));
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    );

    away = false;

    assert.equal(await group.add(4), 4);
  });
});
