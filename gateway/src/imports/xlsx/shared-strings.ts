/** The table of texts that cells of a workbook refer to by number. */
import { fileRefusal } from '../file-refusal.js';
import { XmlReader } from '../xml/xml-reader.js';
import type { ArchiveEntry } from '../zip/archive.js';
import { ofDamage } from './damage.js';
import { localName } from './names.js';

export type SharedStrings = readonly string[];

/** They stand in memory: characters of all together at most. */
export const MAX_SHARED_CHARACTERS = 48 * 1024 * 1024;

/** @throws {Refusal} `MALFORMED_FILE` */
export async function sharedStrings(part: ArchiveEntry | undefined): Promise<SharedStrings> {
  if (part === undefined) return [];
  const reader = new XmlReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const table = new StringTable();
  try {
    for await (const chunk of await part.stream()) {
      for (const event of reader.push(decoder.decode(chunk as Uint8Array, { stream: true }))) {
        if (event.kind === 'text') table.text(event.text);
        else if (event.kind === 'open') table.open(localName(event.name));
        else table.close(localName(event.name));
      }
    }
    reader.end();
  } catch (cause) {
    throw ofDamage(cause);
  }
  return table.strings;
}

class StringTable {
  readonly strings: string[] = [];
  #text = '';
  #characters = 0;
  #inText = false;
  /** Phonetic readings are no part of the text. */
  #inReading = false;

  open(name: string): void {
    if (name === 'si') this.#text = '';
    else if (name === 'rPh') this.#inReading = true;
    else if (name === 't') this.#inText = !this.#inReading;
  }

  text(text: string): void {
    if (this.#inText) this.#text += text;
  }

  close(name: string): void {
    if (name === 't') this.#inText = false;
    else if (name === 'rPh') this.#inReading = false;
    else if (name === 'si') this.#keep();
  }

  #keep(): void {
    this.strings.push(this.#text);
    // An entry of the table costs some bytes even without text.
    this.#characters += this.#text.length + 16;
    if (this.#characters > MAX_SHARED_CHARACTERS) {
      const parameters = { limit: MAX_SHARED_CHARACTERS };
      throw fileRefusal([{ pointer: '', code: 'TOO_MUCH_TEXT', parameters }]);
    }
  }
}
