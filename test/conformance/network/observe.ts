/** Runs cases on one network: side by side, then those that need stillness, then those that need solitude. */
import type { Case, Observation } from './case.js';
import type { Subject } from './subject.js';

/** A case that threw says nothing about the network: it is a defect, told where the case is judged. */
export type Observed = { readonly observation: Observation } | { readonly defect: Error };

const AT_ONCE = 8;

/** @returns By `topic/name`. */
export async function observeAll(
  subject: Subject,
  topics: readonly { readonly topic: string; readonly cases: readonly Case[] }[],
): Promise<ReadonlyMap<string, Observed>> {
  const all = topics.flatMap(({ topic, cases }) =>
    cases.map((each) => ({ id: `${topic}/${each.name}`, each })),
  );
  const observed = new Map<string, Observed>();
  const runFrom = async (queue: { id: string; each: Case }[]): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift())
      observed.set(next.id, await observe(subject, next.each));
  };
  const abreast = async (width: number, cases: { id: string; each: Case }[]): Promise<void> => {
    await Promise.all(Array.from({ length: width }, () => runFrom(cases)));
  };
  await abreast(
    AT_ONCE,
    all.filter(({ each }) => each.needs === undefined),
  );
  await abreast(
    AT_ONCE,
    all.filter(({ each }) => each.needs === 'stillness'),
  );
  await abreast(
    1,
    all.filter(({ each }) => each.needs === 'solitude'),
  );
  return observed;
}

async function observe(subject: Subject, { name, run }: Case): Promise<Observed> {
  try {
    // Through JSON and back, so that a network's observation and a recorded one have the same form.
    return { observation: JSON.parse(JSON.stringify(await run(subject))) as Observation };
  } catch (cause) {
    return {
      defect: new Error(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause }),
    };
  }
}
