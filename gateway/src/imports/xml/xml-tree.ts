/** A small XML file → its elements. */
import { XmlError, XmlReader } from './xml-reader.js';

export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** Text directly inside, outer white space left out. */
  readonly text: string;
}

interface Growing {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

/**
 * @param bytes UTF-8, or GB18030 and its parts where the declaration says so.
 * @throws {XmlError}
 */
export function parseXml(bytes: Uint8Array): XmlElement {
  const reader = new XmlReader();
  const events = reader.push(textOf(bytes));
  reader.end();
  const top: Growing = { name: '', children: [], text: '' };
  const open = [top];
  for (const event of events) {
    const inside = open.at(-1) ?? top;
    if (event.kind === 'text') inside.text += event.text;
    else if (event.kind === 'open') open.push({ name: event.name, children: [], text: '' });
    else {
      open.pop();
      inside.text = inside.text.trim();
      open.at(-1)?.children.push(inside);
    }
  }
  const [root] = top.children;
  if (root === undefined) throw new XmlError('XML_MALFORMED');
  return root;
}

const DECLARED = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/;
const GB = new Set(['gb18030', 'gbk', 'gb2312']);

function textOf(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200)).replace(/^\u00ef\u00bb\u00bf/, '');
  const declared = (DECLARED.exec(head)?.[1] ?? 'utf-8').toLowerCase();
  if (declared !== 'utf-8' && !GB.has(declared)) throw new XmlError('XML_MALFORMED');
  try {
    return new TextDecoder(GB.has(declared) ? 'gb18030' : 'utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw Object.assign(new XmlError('XML_MALFORMED'), { cause });
  }
}

export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}
