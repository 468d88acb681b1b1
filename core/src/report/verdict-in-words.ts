/** Verdict, profile and document as a reader of the report meets them. */
import type { BundleFile } from '../bundle/bundle.js';
import { shownValues } from '../bundle/shown-values.js';
import type { PreparedTrust } from '../trust/prepared-trust.js';
import { QUESTIONS } from '../verdict/finding-codes.js';
import type { Verdict } from '../verdict/verdict.js';
import { FINDING_WORDING, NOTE_WORDING } from '../verdict/finding-wording.js';
import { OUTCOME_WORDING, QUESTION_WORDING, answerWording } from '../verdict/wording.js';
import type { ReportDocument, ReportProfile, VerificationReport } from './report.js';

export function profileOf({ profile, fingerprint, signedBy }: PreparedTrust): ReportProfile {
  const { name, network, channel, embedded, organizations, signers, statusMaxAgeSeconds } = profile;
  return {
    name,
    fingerprint,
    network,
    channel,
    embedded,
    organizations: organizations.map((one) => ({ mspId: one.mspId, name: one.name })),
    signers,
    statusMaxAgeSeconds,
    signedBy,
  };
}

export function documentOf({ document }: BundleFile, { number, documentHash }: Verdict): ReportDocument {
  const { kind, schema, namespace, series, sequence, network } = document.header;
  const values = [...shownValues(document)];
  return {
    kind,
    schema,
    namespace,
    series,
    sequence,
    network,
    number,
    hash: documentHash,
    shown: values.flatMap(([path, value]) => ('text' in value ? [{ path, text: value.text }] : [])),
    hidden: values.flatMap(([path, value]) => ('text' in value ? [] : [path])),
  };
}

export function answerOf(verdict: Verdict): VerificationReport['answer'] {
  const { heading, meaning } = answerWording(verdict);
  return { heading, meaning };
}

export function wordsOf({ findings, notes }: Verdict): Pick<VerificationReport, 'questions' | 'notes'> {
  return {
    questions: QUESTIONS.flatMap((question) =>
      findings
        .filter((one) => one.question === question)
        .map(({ outcome, code, detail }) => ({
          question,
          title: QUESTION_WORDING[question],
          outcome,
          answer: OUTCOME_WORDING[outcome],
          code,
          text: FINDING_WORDING[code],
          detail,
        })),
    ),
    notes: notes.map(({ code, detail }) => ({ code, text: NOTE_WORDING[code], detail })),
  };
}
