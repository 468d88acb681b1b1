/**
 * A report as PDF: for the eye and for the file, with report.json and the judged file attached. The same report gives
 * the same bytes.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { VerificationReport } from '@chopmark/core/verify';
import PDFDocument from 'pdfkit';
import { reportBytes } from '../report-bytes.js';
import { drawAnswers, drawNotProven } from './answers.js';
import { drawAnnex, drawGlossary, drawRepeat } from './appendix.js';
import { COLOR, colorOf } from './colors.js';
import { drawDocument } from './document.js';
import { openFonts } from './fonts.js';
import { grouped } from './hex.js';
import { LABEL } from './labels.js';
import { drawSteps } from './steps.js';
import { drawTitle, toneOf } from './title.js';
import { type Document, PAGE, Typesetter, WIDTH } from './typesetter.js';

/** @param judged The file that the report is about. @throws {CommandError} `FONT_MISSING` */
export async function renderReport(report: VerificationReport, judged: Uint8Array): Promise<Buffer> {
  const json = reportBytes(report);
  const doc = newDocument(report);
  const finished = collect(doc);
  attach(doc, report, json, judged);
  const page = new Typesetter(doc, openFonts());
  page.newPage();
  drawTitle(page, report);
  drawNotProven(page, report);
  drawAnswers(page, report);
  drawDocument(page, report);
  drawSteps(page, report);
  drawRepeat(page);
  drawGlossary(page);
  drawAnnex(page, report);
  drawEdges(page, report, createHash('sha256').update(json).digest('hex'));
  doc.end();
  return finished;
}

function newDocument(report: VerificationReport): Document {
  const instant = new Date(report.judgedAt);
  return new PDFDocument({
    size: 'A4',
    margins: { left: 0, right: 0, top: 0, bottom: 0 },
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/A-3b',
    lang: 'zh-CN',
    displayTitle: true,
    font: null as never, // no standard font: every font is embedded
    info: {
      Title: `${LABEL.report.zh} ${LABEL.report.en}: ${report.verdict.number ?? report.file.sha256}`,
      Author: `${report.verifier.name} ${report.verifier.version}`,
      Subject: report.answer.heading.en,
      Creator: 'Chopmark',
      Producer: 'pdfkit',
      CreationDate: instant,
      ModDate: instant,
    },
  });
}

function attach(doc: Document, report: VerificationReport, json: Buffer, judged: Uint8Array): void {
  const instant = new Date(report.judgedAt);
  const dates = { creationDate: instant, modifiedDate: instant };
  doc.file(json, {
    name: 'report.json',
    type: 'application/json',
    description: 'This report in full',
    relationship: 'Data',
    ...dates,
  } as never); // the types lack `relationship`
  doc.file(Buffer.from(judged), {
    name: 'bundle.json',
    type: 'application/octet-stream',
    description: 'The judged file, byte for byte',
    relationship: 'Source',
    ...dates,
  } as never);
}

/** Head and foot of every page; they need the number of pages. */
function drawEdges(page: Typesetter, report: VerificationReport, hash: string): void {
  const { doc } = page;
  const { start, count } = doc.bufferedPageRange();
  const quiet = { font: 'text', size: 7.4, color: COLOR.quiet } as const;
  const answer = { font: 'bold', size: 7.4, color: colorOf(toneOf(report)) } as const;
  for (let at = 0; at < count; at += 1) {
    doc.switchToPage(start + at);
    if (at > 0) {
      page.drawText(
        `${LABEL.report.zh} ${LABEL.report.en}  ${report.verdict.number ?? ''}`,
        quiet,
        PAGE.left,
        34,
      );
      page.drawRight(
        `${report.answer.heading.zh} ${report.answer.heading.en}`,
        answer,
        PAGE.left + WIDTH,
        34,
      );
      page.y = 40;
      page.rule();
    }
    page.y = PAGE.height - 42;
    page.rule();
    const baseline = PAGE.height - 30;
    page.drawText(
      `${LABEL.reportHash.zh} ${LABEL.reportHash.en}`,
      { ...quiet, size: 6.4 },
      PAGE.left,
      baseline,
    );
    page.drawRight(`${at + 1} / ${count}`, quiet, PAGE.left + WIDTH, baseline);
    page.drawText(grouped(hash), { font: 'mono', size: 6.4, color: COLOR.ink }, PAGE.left, baseline + 9);
    page.drawRight(report.judgedAt, { ...quiet, size: 6.4 }, PAGE.left + WIDTH, baseline + 9);
  }
}

async function collect(doc: Document): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of doc) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
