/** Headings, each with a place in the outline of the PDF. */
import type { Text } from '@chopmark/core/verify';
import { COLOR } from './colors.js';
import { span, PAGE, type Typesetter } from './typesetter.js';

/** Chinese in ink, English beside it. */
export function both({ zh, en }: Text, size: number, color: string = COLOR.ink) {
  return [span(`${zh}  `, size, 'text', color), span(en, size * 0.94, 'text', COLOR.quiet)];
}

/** A chapter. @param room Points that have to follow on the same page. */
export function chapter(page: Typesetter, title: Text, room = 90): void {
  page.space(page.y > PAGE.top ? 20 : 0);
  page.ensure(34 + room);
  page.doc.outline.addItem(`${title.zh} ${title.en}`);
  page.box(PAGE.left, page.y + 2, 3, 15, COLOR.accent);
  page.paragraph(
    [span(`${title.zh}  `, 13, 'bold', COLOR.accent), span(title.en, 11.5, 'text', COLOR.accent)],
    { indent: 10, leading: 1.3 },
  );
  page.space(6);
}
