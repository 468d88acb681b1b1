/**
 * Commands by which a step is repeated. They need bash, openssl and coreutils, run in the folder of a workbook, and
 * use the functions of `SHELL_FUNCTIONS`. Whatever a bundle's author wrote enters a command only inside single quotes.
 *
 * @module
 */
import type { Material } from './materials.js';

/** Functions that commands use; each prints. */
export const SHELL_FUNCTIONS = `
# bytes of a file as lowercase hex
hex() { od -An -v -tx1 "$1" | tr -d ' \\n'; echo; }
# hex on standard input to bytes
unhex() { printf "$(tr -d ' \\n' | sed 's/../\\\\x&/g')"; }
# slice FILE OFFSET LENGTH: a part of a file
slice() { tail -c "+$(($2 + 1))" "$1" | head -c "$3"; }
# der PEM-FILE: what a PEM block holds
der() { grep -v -e ----- "$1" | tr -d '\\r\\n' | openssl base64 -d -A; }
# hash ALGORITHM: of standard input
hash() { openssl dgst "-$1" -r | { read -r hex rest; echo "$hex"; }; }
# same FILE: whether standard input is the file
same() { cmp -s - "$1" && echo same || echo other; }
# inside FILE BASE64-FILE: whether a file stands in another as base64
inside() { sed 's|\\\\/|/|g' "$1" | grep -qFf <(openssl base64 -A -in "$2"; echo) && echo inside || echo 'not inside'; }
# inside_hex FILE FILE: the same for hexadecimal
inside_hex() { grep -qF "\\"$(hex "$2")\\"" "$1" && echo inside || echo 'not inside'; }
# quoted FILE TEXT-FILE: whether a text of several lines stands in a JSON file, line ends written as \\n
quoted() { local text; text=$(<"$2"); grep -qF -- "\${text//$'\\n'/\\\\n}" "$1" && echo inside || echo 'not inside'; }
# verify KEY SIGNATURE: ECDSA P-256 with SHA-256 over standard input
verify() {
  openssl dgst -sha256 -keyform DER -verify "$1" -signature "$2" 2>/dev/null | grep -x 'Verified OK' || echo 'Verification failure'
}
# low_s SIGNATURE: whether S lies in the lower half of the group's order, as Fabric wants
low_s() {
  local s half=7FFFFFFF800000007FFFFFFFFFFFFFFFDE737D56D38BCF4279DCE5617E3192A8
  s=$(openssl asn1parse -inform DER -in "$1" 2>/dev/null | sed -n '3s/.*://p')
  s=$(printf '%64s' "$s" | tr ' ' 0)
  [[ \${#s} -eq 64 && ! "$s" > "$half" ]] && echo low || echo high
}
# leaves ALGORITHM FILE: leaf hash of each line; a line that is no JSON is the leaf hash of a hidden field
leaves() {
  while IFS= read -r line; do
    case $line in
      '['*) printf '\\0%s' "$line" | hash "$1" ;;
      *) echo "$line" ;;
    esac
  done < "$2"
}
# parents ALGORITHM FILE: one level up in a tree; the last of an odd number moves up as it is
parents() {
  while read -r left; do
    if read -r right; then { printf '\\001'; printf %s "$left$right" | unhex; } | hash "$1"; else echo "$left"; fi
  done < "$2"
}
`.trim();

/** A word that the shell takes as it is. @param text Without U+0000. */
export function quoted(text: string): string {
  return /^[A-Za-z0-9_./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A constant of the format: bytes of a formula that stand in no file. */
export interface Constant {
  readonly label: string;
  readonly bytes: Uint8Array;
}

export type Part = Material | Constant;

export function isConstant(part: Part): part is Constant {
  return 'label' in part;
}

/** Command that prints the parts one after another. */
export function joined(parts: readonly Part[]): string {
  const commands: string[] = [];
  let files: string[] = [];
  const flush = (): void => {
    if (files.length > 0) commands.push(`cat ${files.join(' ')}`);
    files = [];
  };
  for (const part of parts) {
    if (!isConstant(part)) {
      files.push(part.name);
      continue;
    }
    flush();
    const octal = [...part.bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
    commands.push(`printf '${octal}'`);
  }
  flush();
  return commands.length === 1 ? (commands[0] ?? '') : `{ ${commands.join('; ')}; }`;
}
