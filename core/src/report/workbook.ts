/**
 * A report as a folder: every input as a file, and `steps.sh`, which repeats each step with bash, openssl and
 * coreutils alone and says `ok` or `DIFFERS`.
 *
 * @module
 */
import { fromBase64 } from '../encoding/base64.js';
import { fromHex } from '../encoding/hex.js';
import { utf8Encode } from '../encoding/utf8.js';
import type { ReportMaterial, ReportStep, VerificationReport } from './report.js';
import { SHELL_FUNCTIONS, quoted } from './shell.js';

/** Name of the script of a workbook. */
export const WORKBOOK_SCRIPT = 'steps.sh';

/**
 * @param fileOf Bytes of the judged file and of those beside it, by SHA-256 in lowercase hex.
 * @returns File name → bytes; no name has a folder in it.
 * @throws {RangeError} When a file is missing, or the report lacks a material's bytes.
 */
export function workbookOf(
  report: VerificationReport,
  fileOf: (sha256: string) => Uint8Array | undefined,
): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const material of report.materials) {
    const bytes = bytesOf(material, files) ?? fileOf(material.sha256);
    if (bytes?.length !== material.bytes) throw new RangeError(`no bytes of ${material.name}`);
    files.set(material.name, bytes);
  }
  files.set(WORKBOOK_SCRIPT, utf8Encode(scriptOf(report)));
  return files;
}

function bytesOf(
  { bytes, content, origin }: ReportMaterial,
  files: ReadonlyMap<string, Uint8Array>,
): Uint8Array | undefined {
  if (content && 'text' in content) return utf8Encode(content.text);
  if (content && 'hex' in content) return fromHex(content.hex);
  if (content) return fromBase64(content.base64);
  if (!origin || !('offset' in origin)) return undefined;
  return files.get(origin.in)?.slice(origin.offset, origin.offset + bytes);
}

function scriptOf(report: VerificationReport): string {
  return [
    '#!/usr/bin/env bash',
    '# Repeats the steps of a Chopmark verification report by hand. Needs bash, openssl and coreutils; asks nobody.',
    '# Exit code: 0 every step agrees; 4 a step differs and the report says so; 5 a step is open, as the report says;',
    '# 1 a step came out otherwise than in the report. With numbers of steps or sections: only those.',
    HEAD,
    SHELL_FUNCTIONS,
    STEP,
    `echo ${quoted(`file ${report.file.sha256}, judged at ${report.judgedAt}: ${report.verdict.verdict}`)}`,
    ...report.steps.map(stepLines),
    TAIL,
    '',
  ].join('\n');
}

function stepLines({ number, title, result, rows, repeat }: ReportStep): string {
  const commands = repeat.flatMap(({ command, prints, wants }) => [command, prints, wants]);
  const start = `step ${number} ${result} ${quoted(title.en)} ${rows.length}`;
  return [start, ...commands.map((word) => `  ${quoted(word)}`)].join(' \\\n');
}

const HEAD = `
set -u
export LC_ALL=C
cd "$(dirname "\${BASH_SOURCE[0]}")" || exit 2
`.trim();

const STEP = `
otherwise=0 differing=0 open=0
only=("$@")
wanted() {
  local one
  for one in "\${only[@]:-$1}"; do [[ $1 == "$one" || $1 == "$one".* ]] && return 0; done
  return 1
}
# step NUMBER RESULT TITLE ROWS, then COMMAND, what it printed, what it has to print
step() {
  wanted "$1" || return 0
  local number=$1 result=$2 title=$3 rows=$4 agrees=1 as_reported=1 printed told=''
  shift 4
  local commands=$#
  while [[ $# -gt 0 ]]; do
    printed=$(eval "$1" 2>&1)
    [[ $printed == "$2" ]] || as_reported=0
    if [[ $printed != "$3" ]]; then agrees=0; told+="          \\$ $1"$'\\n'"          printed: $printed"$'\\n'"          wanted:  $3"$'\\n'; fi
    shift 3
  done
  local word=ok
  [[ $agrees -eq 1 ]] || word=DIFFERS
  [[ $result == differs && $as_reported -eq 1 ]] && word=DIFFERS
  [[ $result == open && $as_reported -eq 1 ]] && word=open
  [[ $word == ok && $commands -eq 0 ]] && word=read
  printf '%-8s %-6s %s\\n%s' "$word" "$number" "$title" "$told"
  if [[ $as_reported -eq 0 ]]; then
    otherwise=$((otherwise + 1))
    echo '          not as in the report'
  elif [[ $word == DIFFERS ]]; then
    differing=$((differing + 1))
  elif [[ $word == open ]]; then
    open=$((open + 1))
  fi
}
`.trim();

const TAIL = `
echo "$otherwise otherwise than in the report, $differing differing, $open open; steps marked read are read in the report"
[[ $otherwise -eq 0 ]] || exit 1
[[ $differing -eq 0 ]] || exit 4
[[ $open -eq 0 ]] || exit 5
exit 0
`.trim();
