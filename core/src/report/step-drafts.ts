/**
 * The kinds of steps: hash something, check a signature, take a message apart, compare. A draft says what came out and
 * which answer of the verdict hangs on it; section.ts puts drafts in order.
 *
 * @module
 */
import { concatBytes, equalBytes } from '../encoding/bytes.js';
import { toHex } from '../encoding/hex.js';
import { utf8Decode } from '../encoding/utf8.js';
import type { Suite } from '../hash/suite.js';
import type { FindingCode } from '../verdict/finding-codes.js';
import { assertP256Signature } from '../x509/p256-signature.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import type { Material } from './materials.js';
import type { MaterialOrigin, ReportStep, StepCommand, StepInput, StepRow, Text } from './report.js';
import { type Part, isConstant, joined } from './shell.js';

/** A command that repeats a step. @param wants What it has to print; default: what it printed. */
export function run(command: string, prints: string, wants = prints): StepCommand {
  return { command, prints, wants };
}

/** A step before it has a number. */
export type StepDraft = Omit<ReportStep, 'number' | 'question' | 'code' | 'detail'> & {
  /** Answers of the verdict that hang on it. */
  readonly codes: readonly FindingCode[];
  /** What came out is all there is to know: the verdict cannot say otherwise. */
  readonly definite: boolean;
};

const ALGORITHMS = { 'sha256-p256': ['SHA-256', 'sha256'], 'sm3-sm2': ['SM3', 'sm3'] } as const;

/** @returns Name of the suite's hash for people, and for openssl. */
export function algorithmOf({ name }: Suite): readonly [label: string, option: string] {
  return ALGORITHMS[name];
}

export function inputsOf(parts: readonly Part[]): StepInput[] {
  return parts.map((part) =>
    isConstant(part)
      ? { name: part.label, hex: toHex(part.bytes) }
      : { name: part.name, material: part.name },
  );
}

export interface HashStep {
  readonly title: Text;
  /** Names of the parts, for the formula. */
  readonly names: readonly string[];
  readonly parts: readonly Part[];
  readonly suite: Suite;
  /** The hash under a name, for later steps. */
  readonly keep?: Material;
  /** What it has to be: 32 bytes, or (`hexText`) their lowercase hex. */
  readonly expected?: { readonly material: Material; readonly hexText?: true };
  readonly codes?: readonly FindingCode[];
}

export function hashStep(step: HashStep): StepDraft {
  const { suite, parts, expected, keep: kept } = step;
  const bytes = suite.hash(concatBytes(...parts.map((part) => part.bytes)));
  const hex = toHex(bytes);
  const [label, option] = algorithmOf(suite);
  const repeat: [command: string, prints: string][] = [[`${joined(parts)} | hash ${option}`, hex]];
  if (kept) repeat.push([`hex ${kept.name}`, hex]);
  const wanted =
    expected && (expected.hexText ? textOf(expected.material.bytes) : toHex(expected.material.bytes));
  if (expected && wanted !== undefined && isPlain(wanted)) {
    repeat.push([`${expected.hexText ? 'cat' : 'hex'} ${expected.material.name}`, wanted]);
  }
  return {
    title: step.title,
    operation: `${label}(${step.names.join(' ‖ ')})`,
    inputs: inputsOf(parts),
    output: { hex, material: kept?.name ?? null },
    expected: expected && wanted !== undefined ? { hex: wanted, material: expected.material.name } : null,
    rows: [],
    result: wanted === undefined ? 'computed' : wanted === hex ? 'agrees' : 'differs',
    codes: step.codes ?? [],
    definite: true,
    repeat: repeat.map(([command, prints]) => run(command, prints, wanted)),
  };
}

export interface SignatureStep {
  readonly title: Text;
  readonly names: readonly [key: string, ...message: string[]];
  readonly key: Material;
  readonly message: readonly Part[];
  readonly signature: Material;
  /** Certificates may carry a high S; Fabric's own signatures may not. */
  readonly lowS: boolean;
  readonly codes: readonly FindingCode[];
  /** One that does not verify is not counted, and contradicts nothing. */
  readonly optional?: true;
}

/** ECDSA over P-256 with SHA-256. */
export async function signatureStep(step: SignatureStep, crypto: VerifyCrypto): Promise<StepDraft> {
  const { key, message, signature } = step;
  const [keyName, ...names] = step.names;
  const bytes = concatBytes(...message.map((part) => part.bytes));
  const verifies = await crypto.verifyP256(key.bytes, bytes, signature.bytes).catch(() => false); // not even a signature in form
  const isLow = isInForm(signature.bytes);
  const agrees = verifies && (isLow || !step.lowS);
  const refused = step.optional ? 'computed' : 'differs';
  return {
    title: step.title,
    operation: `ECDSA P-256, SHA-256: verify(${keyName}, ${names.join(' ‖ ')}, signature)${step.lowS ? ', S ≤ n/2' : ''}`,
    inputs: [
      { name: 'key', material: key.name },
      ...inputsOf(message),
      { name: 'signature', material: signature.name },
    ],
    output: {
      text: verifies ? (agrees ? 'verifies' : 'verifies, but S is high') : 'does not verify',
      material: null,
    },
    expected: { text: 'verifies', material: null },
    rows: [],
    result: agrees ? 'agrees' : refused,
    codes: step.codes,
    definite: true,
    repeat: signatureCommands(step, verifies, isLow),
  };
}

/** One that is not counted need not verify. */
function signatureCommands(
  { message, key, signature, lowS, optional }: SignatureStep,
  verifies: boolean,
  isLow: boolean,
): StepCommand[] {
  const answer = verifies ? 'Verified OK' : 'Verification failure';
  const form = isLow ? 'low' : 'high';
  return [
    run(
      `${joined(message)} | verify ${key.name} ${signature.name}`,
      answer,
      optional ? answer : 'Verified OK',
    ),
    ...(lowS && verifies ? [run(`low_s ${signature.name}`, form, optional ? form : 'low')] : []),
  ];
}

function isInForm(signature: Uint8Array): boolean {
  try {
    assertP256Signature(signature);
    return true;
  } catch {
    return false;
  }
}

/** Where parts of a message stand. Says that they are there, not what they mean. */
export function cutStep(
  title: Text,
  from: Material,
  parts: readonly Material[],
  codes: readonly FindingCode[] = [],
): StepDraft {
  return {
    title,
    operation: `parts of ${from.name}`,
    inputs: [{ name: from.name, material: from.name }],
    output: { materials: parts.map(({ name }) => name) },
    expected: null,
    rows: [],
    result: 'computed',
    codes,
    definite: false,
    repeat: parts.flatMap((part) => {
      const command = originCommand(part.name, part.bytes.length, part.origin);
      return command ? [command] : [];
    }),
  };
}

/** How to find a material where it comes from. @param size In bytes. */
export function originCommand(
  name: string,
  size: number,
  origin: MaterialOrigin | null,
): StepCommand | undefined {
  if (!origin) return undefined;
  if ('offset' in origin) return run(`slice ${origin.in} ${origin.offset} ${size} | same ${name}`, 'same');
  if (origin.as === 'pem') return run(`der ${origin.in} | same ${name}`, 'same');
  const find = { base64: 'inside', hex: 'inside_hex', 'json-text': 'quoted' }[origin.as];
  return run(`${find} ${origin.in} ${name}`, 'inside');
}

export interface Row extends StepRow {
  /** How to see the value that was found. */
  readonly repeat?: StepCommand;
}

export function rowsStep(
  title: Text,
  operation: string,
  rows: readonly Row[],
  codes: readonly FindingCode[],
  inputs: readonly Material[] = [],
): StepDraft {
  return {
    title,
    operation,
    inputs: inputsOf(inputs),
    output: null,
    expected: null,
    rows: rows.map(({ what, found, relation, required, agrees }) => ({
      what,
      found,
      relation,
      required,
      agrees,
    })),
    result: rows.every(({ agrees }) => agrees) ? 'agrees' : 'differs',
    codes,
    definite: false,
    repeat: rows.flatMap(({ repeat }) => (repeat ? [repeat] : [])),
  };
}

/** As `rowsStep`, when the rows are all there is to know. */
export function definiteRows(...args: Parameters<typeof rowsStep>): StepDraft {
  return { ...rowsStep(...args), definite: true };
}

/** Two materials have to be the same bytes. */
export function sameStep(
  title: Text,
  operation: string,
  found: Material,
  wanted: Material,
  codes: readonly FindingCode[],
): StepDraft {
  const isSame = equalBytes(found.bytes, wanted.bytes);
  const word = isSame ? 'same' : 'other';
  return {
    ...rowsStep(title, operation, [], codes, [found, wanted]),
    output: { text: word, material: null },
    expected: { text: 'same', material: null },
    result: isSame ? 'agrees' : 'differs',
    definite: true,
    repeat: [run(`cat ${found.name} | same ${wanted.name}`, word, 'same')],
  };
}

/** A part of a material, as text, has to equal a value. */
export function equalRow(what: Text, found: Material | string, required: string): Row {
  if (typeof found === 'string') return { what, found, relation: '=', required, agrees: found === required };
  const text = textOf(found.bytes) ?? toHex(found.bytes);
  const row = { what, found: text, relation: '=', required, agrees: text === required } as const;
  return isPlain(text)
    ? { ...row, repeat: run(`cat ${found.name}`, text, isPlain(required) ? required : text) }
    : row;
}

/** A number of something has to be at least or at most another. */
export function numberRow(what: Text, found: number, relation: '≤' | '≥', required: number): Row {
  const agrees = relation === '≤' ? found <= required : found >= required;
  return { what, found: String(found), relation, required: String(required), agrees };
}

/** What a command prints must be one line that a shell compares. */
export function isPlain(text: string): boolean {
  return text.length <= 500 && /^[\x20-\x7e]*$/.test(text);
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8Decode(bytes);
  } catch {
    return undefined;
  }
}
