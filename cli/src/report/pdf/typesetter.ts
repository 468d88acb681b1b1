/**
 * Sets text on pages from top to bottom: the only module that knows where on the page something goes.
 *
 * @module
 */
import type PDFKit from 'pdfkit';
import { type Line, type Measure, breakLines } from './break-lines.js';
import { COLOR, type Tone, colorOf } from './colors.js';
import type { FontName, Fonts } from './fonts.js';
import { type Span, type Style, runsOf } from './runs.js';

/** A PDF under way. */
export type Document = InstanceType<typeof PDFKit>;

export const PAGE = { width: 595.28, height: 841.89, left: 48, right: 48, top: 56, bottom: 58 } as const;
/** Points between the margins. */
export const WIDTH = PAGE.width - PAGE.left - PAGE.right;
const BOTTOM = PAGE.height - PAGE.bottom;

export interface Block {
  /** Points from the left margin. */
  readonly indent?: number;
  readonly width?: number;
  /** Times the size of the text. */
  readonly leading?: number;
  readonly maxLines?: number;
}

export const span = (
  text: string,
  size: number,
  font: FontName = 'text',
  color: string = COLOR.ink,
): Span => ({
  text,
  size,
  font,
  color,
});

export class Typesetter {
  y: number = PAGE.top;
  readonly measure: Measure;

  constructor(
    readonly doc: Document,
    readonly fonts: Fonts,
  ) {
    for (const name of ['text', 'bold', 'mono'] as const) doc.registerFont(name, fonts[name] as never);
    const known = new Map<string, number>();
    this.measure = (text, { font, size }) => {
      const key = `${font}${size} ${text}`;
      const width = known.get(key) ?? doc.font(font).fontSize(size).widthOfString(text);
      if (text.length === 1) known.set(key, width);
      return width;
    };
  }

  newPage(): void {
    this.doc.addPage();
    this.y = PAGE.top;
  }

  /** Begins a page unless so much is left on this one. */
  ensure(height: number): void {
    if (this.y + height > BOTTOM && this.y > PAGE.top) this.newPage();
  }

  get left(): number {
    return BOTTOM - this.y;
  }

  space(height: number): void {
    this.y = Math.min(this.y + height, BOTTOM);
  }

  /** What does not fit into `maxLines` is said to stand in the JSON. */
  lines(spans: readonly Span[], { width = WIDTH, indent = 0, maxLines }: Block = {}): Line[] {
    const runs = spans.flatMap((one) => runsOf(this.fonts, one));
    const lines = breakLines(runs, width - (width === WIDTH ? indent : 0), this.measure);
    if (maxLines === undefined || lines.length <= maxLines) return lines;
    const style = { font: 'text', size: spans[0]?.size ?? 8, color: COLOR.open } as const;
    const text = '… JSON';
    return [...lines.slice(0, maxLines - 1), [{ ...style, text, width: this.measure(text, style) }]];
  }

  /** Text that goes on over pages. */
  paragraph(spans: readonly Span[], block: Block = {}): void {
    const leading = (block.leading ?? 1.42) * Math.max(...spans.map(({ size }) => size));
    for (const line of this.lines(spans, block)) {
      this.ensure(leading);
      this.drawLine(line, PAGE.left + (block.indent ?? 0), this.y + leading * 0.74);
      this.y += leading;
    }
  }

  drawLine(line: Line, x: number, baseline: number): void {
    let at = x;
    for (const piece of line) {
      this.drawText(piece.text, piece, at, baseline);
      at += piece.width;
    }
  }

  drawText(text: string, { font, size, color }: Style, x: number, baseline: number): void {
    this.doc
      .font(font)
      .fontSize(size)
      .fillColor(color)
      .text(text, x, baseline, { lineBreak: false, baseline: 'alphabetic' });
  }

  /** Text that ends at the right margin. */
  drawRight(text: string, style: Style, right: number, baseline: number): void {
    this.drawText(text, style, right - this.measure(text, style), baseline);
  }

  rule(color: string = COLOR.rule, width = 0.6): void {
    this.doc
      .moveTo(PAGE.left, this.y)
      .lineTo(PAGE.left + WIDTH, this.y)
      .lineWidth(width)
      .stroke(color);
  }

  box(x: number, y: number, width: number, height: number, color: string): void {
    this.doc.rect(x, y, width, height).fill(color);
  }

  /** A sign that needs no glyph and no color to be read: tick, cross, question mark, dash. */
  sign(kind: 'pass' | 'fail' | 'unknown' | 'skipped', x: number, middle: number, radius: number): void {
    const { doc } = this;
    const tone: Tone = ({ pass: 'good', fail: 'bad', unknown: 'open', skipped: 'quiet' } as const)[kind];
    doc.circle(x + radius, middle, radius).fill(colorOf(tone));
    doc.lineWidth(radius * 0.3).strokeColor('#ffffff');
    const at = (dx: number, dy: number): [number, number] => [x + radius + dx * radius, middle + dy * radius];
    if (kind === 'pass')
      doc
        .moveTo(...at(-0.45, 0.02))
        .lineTo(...at(-0.12, 0.36))
        .lineTo(...at(0.48, -0.34))
        .stroke();
    else if (kind === 'fail') {
      doc
        .moveTo(...at(-0.38, -0.38))
        .lineTo(...at(0.38, 0.38))
        .stroke();
      doc
        .moveTo(...at(-0.38, 0.38))
        .lineTo(...at(0.38, -0.38))
        .stroke();
    } else if (kind === 'skipped')
      doc
        .moveTo(...at(-0.42, 0))
        .lineTo(...at(0.42, 0))
        .stroke();
    else
      this.drawText(
        '?',
        { font: 'bold', size: radius * 1.5, color: '#ffffff' },
        x + radius * 0.62,
        middle + radius * 0.53,
      );
  }
}
