/** What the profile asks of a statement: accepted rules, and enough organizations. */
import type { Statement } from '../fabric-proof/statement.js';
import type { BundleContext } from './context.js';
import { place } from './reads-step.js';
import { type StepDraft, numberRow, rowsStep } from './step-drafts.js';
import { text } from './text.js';

export function definitionStep({ trust }: BundleContext, { question, definition }: Statement): StepDraft {
  const accepted =
    trust?.profile.namespaces.find(({ namespace }) => namespace === question.namespace)?.definitions ?? [];
  const found = place(definition);
  return rowsStep(
    text('The rules that answered are accepted by the profile', '作答的合约定义为信任配置所接受'),
    'version of the definition looked up in the profile',
    [
      {
        what: text('Version of the definition', '合约定义的版本'),
        found,
        relation: '∈',
        required: accepted.map(place).join('; '),
        agrees: accepted.some((one) => place(one) === found),
      },
    ],
    ['DEFINITION_NOT_ACCEPTED', 'DEFINITION_UNKNOWN'],
  );
}

export function countStep({ trust, verdict }: BundleContext): StepDraft {
  return rowsStep(
    text('Enough distinct organizations signed', '签名的不同机构数量足够'),
    `count of organizations: ${verdict.signers.join(', ') || '–'}`,
    [
      numberRow(
        text('Organizations that signed and count', '签名并予以计入的机构数'),
        verdict.signers.length,
        '≥',
        trust?.profile.signers ?? 0,
      ),
    ],
    ['SIGNERS_TOO_FEW'],
  );
}
