/** Names inside a workbook. */

/** Without the prefix that some programs write. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Place of the column of a reference such as `AB12`, from 0; -1 for what is none. */
export function columnOf(reference: string): number {
  let column = 0;
  for (const character of reference) {
    const digit = character.charCodeAt(0) - 64;
    if (digit < 1 || digit > 26) break;
    column = column * 26 + digit;
  }
  return column - 1;
}
