/** How the numbers of each style of a workbook are shown: `xl/styles.xml` (ECMA-376 part 1, 18.8). */
import { type XmlEvent, XmlReader } from '../xml/xml-reader.js';
import { AS_IT_IS } from '../table/row.js';
import type { ArchiveEntry } from '../zip/archive.js';
import { ofDamage } from './damage.js';
import { localName } from './names.js';
import { type Shown, shownBy } from './number-formats.js';

/** Spreadsheets have at most some 65,500 styles. */
const MAX_STYLES = 100_000;

/** By the number of a cell's style. */
export type Styles = (style: number) => Shown;

/** @throws {Refusal} `MALFORMED_FILE` */
export async function stylesOf(part: ArchiveEntry | undefined): Promise<Styles> {
  if (part === undefined) return () => AS_IT_IS;
  const reader = new XmlReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const table = new StyleTable();
  try {
    for await (const chunk of await part.stream()) {
      for (const event of reader.push(decoder.decode(chunk as Uint8Array, { stream: true })))
        table.take(event);
    }
    reader.end();
  } catch (cause) {
    throw ofDamage(cause);
  }
  return table.styles();
}

class StyleTable {
  readonly #codes = new Map<number, string>();
  /** Number of the format of each style. */
  readonly #formats: number[] = [];
  /** `cellStyleXfs` has such elements too, which no cell names. */
  #inCells = false;

  take(event: XmlEvent): void {
    if (event.kind === 'text') return;
    const name = localName(event.name);
    if (name === 'cellXfs') this.#inCells = event.kind === 'open';
    else if (event.kind === 'open') this.#open(name, event.attributes);
  }

  #open(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === 'numFmt')
      this.#codes.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '');
    else if (name === 'xf' && this.#inCells) this.#formats.push(Number(attributes.get('numFmtId') ?? 0));
    if (this.#formats.length > MAX_STYLES || this.#codes.size > MAX_STYLES)
      throw new RangeError('too many styles');
  }

  styles(): Styles {
    const shown = this.#formats.map((id) => shownBy(id, this.#codes.get(id)));
    return (style) => shown[style] ?? AS_IT_IS;
  }
}
