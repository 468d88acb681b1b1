/** RFC 8785 for what a trust profile holds: objects with ASCII names, arrays, strings, booleans and safe integers. */

/** @throws {Error} For anything that has no canonical form. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`).join(',')}}`;
  }
  const plain = typeof value === 'string' || typeof value === 'boolean' || Number.isSafeInteger(value);
  if (!plain) throw new Error(`${typeof value} has no canonical form here`);
  return JSON.stringify(value);
}
