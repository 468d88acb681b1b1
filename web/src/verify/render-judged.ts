/** One bundle's answer in full: the answer, what to compare with the paper, what was checked. Decides nothing. */
import type { Language } from '@chopmark/core/verify';
import { el } from './element.js';
import type { Judged } from './judging.js';
import { renderDocument } from './render-document.js';
import { renderAnswer, renderFindings } from './render-verdict.js';
import { textOf } from './texts.js';
import { profilesOf, type Trust } from './trust-source.js';

export function renderJudged(
  { label, verdict, values, missing, at }: Judged,
  trust: Trust,
  language: Language,
): Node[] {
  const isValid = verdict.verdict === 'valid';
  const document = values ? [renderDocument(values, isValid, language)] : [];
  const circumstances = [
    ...(label === '' ? [] : [[textOf('fileLabel', language), label] as const]),
    [textOf('judgedAt', language), at.toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB')] as const,
    ...(verdict.profile === null
      ? []
      : [[textOf('judgedBy', language), `${verdict.profile.name}, ${verdict.profile.fingerprint}`] as const]),
  ];
  const checks = [renderFindings(verdict, circumstances, language)];
  const hint =
    missing > 0 ? [el('p', { class: 'warning', id: 'missing-parts' }, textOf('missingParts', language))] : [];
  // What speaks against a file matters more than what it claims.
  const rest = isValid ? [...document, ...checks] : [...checks, ...document];
  return [renderAnswer(verdict, organizationNames(trust), language), ...hint, ...rest];
}

/** MSP id → name for people. */
function organizationNames(trust: Trust): ReadonlyMap<string, string> {
  const organizations = profilesOf(trust).flatMap((profile) => profile.organizations);
  return new Map(organizations.map(({ mspId, name }) => [mspId, name]));
}
