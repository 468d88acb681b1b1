/** Reports on keys, for people. */
import { plain } from '../verify/terminal.js';

export interface StatusAnswer {
  readonly wrappingKeys: readonly {
    readonly id: number;
    readonly purpose: string;
    readonly madeAt: string;
    readonly retiredAt: string | null;
    readonly masterKey: string;
    readonly documents: number;
    readonly values: number;
  }[];
  readonly masterKeys: readonly { readonly id: string; readonly isThere: boolean; readonly wraps: number }[];
  readonly rotateBy: string;
  readonly erasedSince: number;
  readonly due: readonly string[];
}

export interface RotationAnswer {
  readonly active: number;
  readonly documents: number;
  readonly values: number;
  readonly damaged: number;
  readonly destroyed: readonly number[];
  readonly destroyedMasterKeys: readonly string[];
}

const day = (instant: string): string => instant.slice(0, 10);

const DUE: Readonly<Record<string, string>> = {
  AGE: 'the wrapping key is more than a year old: chopmark keys rotate',
  RETIRED_KEY_WRAPS:
    'a retired key still wraps something: chopmark keys rotate; what stays does not open, see fsck',
  MASTER_KEY_MISSING: 'a master key is missing from the file: bring it back from the safe',
};

export function formatStatus({ wrappingKeys, masterKeys, rotateBy, erasedSince, due }: StatusAnswer): string {
  const keys = wrappingKeys.map(({ id, purpose, madeAt, retiredAt, masterKey, documents, values }) => {
    const state = retiredAt === null ? 'in force' : `retired ${day(retiredAt)}`;
    const wraps = purpose === 'index' ? 'tokens' : `${documents} documents, ${values} values`;
    return `wrapping key ${id}  ${purpose}  made ${day(madeAt)}  ${state}  ${wraps}  under ${plain(masterKey)}`;
  });
  const masters = masterKeys.map(({ id, isThere, wraps }, at) => {
    const state = !isThere ? 'MISSING' : at === 0 ? 'in force' : 'kept';
    return `master key ${plain(id)}  ${state}  wraps ${wraps} wrapping keys`;
  });
  const erased =
    erasedSince === 0
      ? []
      : [`${erasedSince} invoices were erased since: rotate, so that backups of them open no more`];
  const advice = due.map((code) => `DUE ${plain(code)}: ${DUE[code] ?? ''}`);
  return `${[...keys, ...masters, `rotate by ${day(rotateBy)}`, ...erased, ...advice].join('\n')}\n`;
}

export function formatRotation(answer: RotationAnswer): string {
  const { active, documents, values, damaged, destroyed, destroyedMasterKeys } = answer;
  const lines = [
    `wrapping key ${active} is in force`,
    `${documents} documents and ${values} values are under it`,
    ...(damaged > 0
      ? [`${damaged} do not open and stay as they are: chopmark fsck names the documents`]
      : []),
    ...destroyed.map((id) => `wrapping key ${id} is destroyed`),
    ...destroyedMasterKeys.map((id) => `master key ${plain(id)} is destroyed: older backups open no more`),
  ];
  return `${lines.join('\n')}\n`;
}
