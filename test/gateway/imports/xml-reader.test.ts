import assert from 'node:assert/strict';
import fc from 'fast-check';
import { XmlReader, type XmlEvent } from '../../../gateway/dist/imports/xml/xml-reader.js';
import { parseXml } from '../../../gateway/dist/imports/xml/xml-tree.js';

function eventsOf(...pieces: string[]): XmlEvent[] {
  const reader = new XmlReader();
  const events = pieces.flatMap((piece) => reader.push(piece));
  reader.end();
  return events;
}

/** Events without the way that texts are cut. */
function summary(events: readonly XmlEvent[]): string {
  return events
    .map((event) =>
      event.kind === 'text' ? event.text : `${event.kind === 'open' ? '<' : '</'}${event.name}>`,
    )
    .join('');
}

const DOCUMENT =
  `\ufeff<?xml version="1.0"?><!-- <x> --><a one='>' two="&lt;&#x7a0e;"><b/>t&amp;<![CDATA[<raw>]]]]><![CDATA[>]]>` +
  '<c:d>税</c:d\n></a>\n';

describe('XmlReader', () => {
  it('reads elements, attributes, text, comments and CDATA', () => {
    const events = eventsOf(DOCUMENT);

    assert.equal(summary(events), '<a><b></b>t&<raw>]]><c:d>税</c:d></a>');
    const [first] = events;
    assert.ok(first?.kind === 'open');
    assert.deepEqual(
      [...first.attributes],
      [
        ['one', '>'],
        ['two', '<税'],
      ],
    );
  });

  it('reads the same however the document is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), (size) => {
        const pieces = DOCUMENT.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [];
        assert.equal(summary(eventsOf(...pieces)), summary(eventsOf(DOCUMENT)));
      }),
    );
  });

  for (const [what, text, code] of [
    ['a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'XML_DTD'],
    ['a document type inside', '<a><!ENTITY x "y"></a>', 'XML_DTD'],
    ['an entity of its own', '<a>&x;</a>', 'XML_DTD'],
    ['a bare ampersand', '<a>a & b</a>', 'XML_MALFORMED'],
    ['a character that XML does not have', '<a>&#0;</a>', 'XML_MALFORMED'],
    ['half a surrogate pair', '<a>&#xd800;</a>', 'XML_MALFORMED'],
    ['tags that cross', '<a><b></a></b>', 'XML_MALFORMED'],
    ['a tag that is not closed', '<a><b></b>', 'XML_MALFORMED'],
    ['two roots', '<a/><b/>', 'XML_MALFORMED'],
    ['text outside', '<a/>text', 'XML_MALFORMED'],
    ['an attribute twice', '<a b="1" b="2"/>', 'XML_MALFORMED'],
    ['an attribute without quotes', '<a b=1/>', 'XML_MALFORMED'],
    ['nothing', '', 'XML_MALFORMED'],
    ['a million levels', '<a>'.repeat(1_000_000), 'XML_TOO_DEEP'],
    ['a tag without end', `<a ${'b'.repeat(2 * 1024 * 1024)}`, 'XML_TOO_LONG'],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => eventsOf(text), { code });
    });
  }
});

describe('parseXml', () => {
  it('reads GB18030 where the file says so, and UTF-8 otherwise', () => {
    const gbk = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="GBK"?><a>'),
      Buffer.of(0xcb, 0xb0),
      Buffer.from('</a>'),
    ]);
    assert.equal(parseXml(gbk).text, '税');
    assert.equal(parseXml(Buffer.from('\ufeff<a>税</a>')).text, '税');
  });

  it('refuses bytes of another encoding', () => {
    for (const bytes of [
      Buffer.from('<?xml version="1.0" encoding="UTF-16"?><a/>'),
      Buffer.concat([Buffer.from('<a>'), Buffer.of(0xb9, 0xba), Buffer.from('</a>')]),
    ]) {
      assert.throws(() => parseXml(bytes), { code: 'XML_MALFORMED' });
    }
  });
});
