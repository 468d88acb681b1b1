/** JSON pointers (RFC 6901): how findings, errors and fields name a place in a document. */

/** Escapes one reference token: `~` is `~0`, `/` is `~1`. */
export function escapeToken(token: string): string {
  return token.includes('~') || token.includes('/')
    ? token.replaceAll('~', '~0').replaceAll('/', '~1')
    : token;
}

/** The pointer of these tokens; of none the whole document, the empty text. */
export function toPointer(tokens: readonly (string | number)[]): string {
  let pointer = '';
  for (const token of tokens) pointer += `/${typeof token === 'number' ? token : escapeToken(token)}`;
  return pointer;
}

const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/u;

/** @returns The unescaped tokens; `undefined` when the text is no pointer. */
export function fromPointer(pointer: string): string[] | undefined {
  if (!POINTER.test(pointer)) return undefined;
  const tokens = pointer.split('/').slice(1);
  return pointer.includes('~')
    ? tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    : tokens;
}
