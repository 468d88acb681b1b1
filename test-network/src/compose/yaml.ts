/** The small part of YAML that a compose file needs: mappings, lists and texts; every text in JSON's own quotes. */

export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [name: string]: Yaml };

/** Words that YAML, of whichever version, does not take for text. */
const PLAIN_NAME = /^(?!(?:null|true|false|yes|no|on|off|y|n)$)[a-z_][a-z0-9_-]*$/i;

export function yamlText(value: Yaml): string {
  return `${(isFlat(value) ? [flat(value)] : lines(value)).join('\n')}\n`;
}

function lines(value: Yaml): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Yaml[]).flatMap(itemLines);
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([name, member]) => memberLines(name, member));
  return [flat(value)];
}

function memberLines(name: string, value: Yaml): readonly string[] {
  const label = PLAIN_NAME.test(name) ? name : JSON.stringify(name);
  if (isFlat(value)) return [`${label}: ${flat(value)}`];
  return [`${label}:`, ...lines(value).map((line) => `  ${line}`)];
}

function itemLines(value: Yaml): readonly string[] {
  if (isFlat(value)) return [`- ${flat(value)}`];
  return lines(value).map((line, place) => `${place === 0 ? '- ' : '  '}${line}`);
}

/** Scalars, and what has no members. */
function isFlat(value: Yaml): boolean {
  return typeof value !== 'object' || Object.keys(value).length === 0;
}

function flat(value: Yaml): string {
  return JSON.stringify(value);
}
