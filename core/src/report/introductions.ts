/** Where a step's inputs come from: the first step that uses a part of something also shows where the part stands. */
import type { Material } from './materials.js';
import type { StepCommand } from './report.js';
import type { PlacedStep } from './section.js';
import { originCommand } from './step-drafts.js';

/** @param materials All of the report. @returns The steps, in the same order. */
export function introduced<T extends PlacedStep>(steps: readonly T[], materials: readonly Material[]): T[] {
  const byName = new Map(materials.map((material) => [material.name, material]));
  const known = new Set<string>();
  /** The whole way from a file, for each material once. */
  const introduce = (name: string): StepCommand[] => {
    const material = byName.get(name);
    if (!material || known.has(name)) return [];
    known.add(name);
    const command = originCommand(name, material.bytes.length, material.origin);
    return [...(material.origin ? introduce(material.origin.in) : []), ...(command ? [command] : [])];
  };
  return steps.map((step) => {
    const own = new Set(step.repeat.map(({ command }) => command));
    const before = namesIn(step)
      .flatMap(introduce)
      .filter(({ command }) => !own.has(command));
    return before.length > 0 ? { ...step, repeat: [...before, ...step.repeat] } : step;
  });
}

function namesIn({ inputs, repeat }: PlacedStep): string[] {
  const given = inputs.flatMap((input) => ('material' in input ? [input.material] : []));
  return [...given, ...repeat.flatMap(({ command }) => command.split(/[^A-Za-z0-9.-]+/))];
}
