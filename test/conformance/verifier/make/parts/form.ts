/** Files: JSON that readers take differently, base64 with more than one text, members that should not be there. */
import { withStatement, world } from '../../../../core/verify/cases/world.js';
import { type VerifierCase, good, rows } from '../case.js';

const text = (): string => JSON.stringify(world.batch.bundle());
const replaced = (what: string, by: string) => () => {
  if (!text().includes(what)) throw new Error(`no ${what} to replace`);
  return text().replace(what, by);
};
const withMember = (name: string, value: unknown) => () => ({ ...world.batch.bundle(), [name]: value });

const withBase64 = (change: (proposal: string) => string) => () =>
  withStatement((s) => ({ ...s, signedProposal: change(s.signedProposal) }));

export const form: readonly VerifierCase[] = [
  ...good([
    [
      'it is written with line breaks and spaces',
      () => JSON.stringify(world.batch.bundle(), null, '\t').replaceAll('\n', '\r\n'),
    ],
    ['white space stands around it', () => `\n \t${text()}\r\n\n`],
    ['letters are written as escapes', replaced('"format"', '"\\u0066orm\\u0061t"')],
    ['slashes are escaped', () => text().replaceAll('chopmark/bundle/1', 'chopmark\\/bundle\\/1')],
    [
      'its members stand in another order',
      () => Object.fromEntries(Object.entries(world.batch.bundle()).reverse()),
    ],
  ]),
  ...rows('error', 'BUNDLE_UNREADABLE', [
    ['a byte order mark stands before it', () => `\ufeff${text()}`],
    ['a second one follows', () => text() + text()],
    ['a comma stands behind the last member', () => text().replace(/\}$/, ',}')],
    ['it has a comment', () => `${text()}// x`],
    ['it has single quotes', () => text().replaceAll('"', "'")],
    ['a member stands twice, once in escapes', replaced('"batch":', '"b\\u0061tch":1,"batch":')],
    [
      'the total stands twice',
      replaced('"totalGross":"113.00"', '"totalGross":"113.00","totalGross":"9.00"'),
    ],
    ['it has a member __proto__', () => text().replace('{', '{"__proto__":{"statement":null},')],
    ['it has a member constructor', withMember('constructor', {})],
    ['it brings its own trust profile', () => ({ ...world.batch.bundle(), trust: world.kit.profile() })],
    ['its statement is null', withMember('statement', null)],
    ['its document is a list', withMember('document', [])],
    ['a control character stands in a text', replaced('测试甲', '测\t试甲')],
    ['a text holds half a surrogate pair', replaced('沙盒', '\\udc00')],
    ['it holds NaN', replaced('"index":1', '"index":NaN')],
    ['it holds a number that overflows', replaced('"index":1', '"index":1e999')],
    ['it ends in the middle', () => text().slice(0, -100)],
    ['UTF-8 is cut off', () => Buffer.concat([Buffer.from(text().slice(0, -1)), Buffer.of(0xe6, 0xb2)])],
    ['UTF-8 is longer than needed', () => Buffer.from(text().replace('TaxMSP', 'x')).fill(0xc0, 2, 3)],
    [
      'UTF-8 writes surrogates',
      () => Buffer.concat([Buffer.from('{"'), Buffer.of(0xed, 0xa0, 0x80), Buffer.from(text().slice(1))]),
    ],
    ['it is UTF-16', () => Buffer.from(text(), 'utf16le')],
    ['base64 has no padding', withBase64((one) => one.replace(/=*$/, '').slice(0, -1))],
    ['base64 is cut by a line break', withBase64((one) => `${one.slice(0, 76)}\n${one.slice(76)}`)],
    ['base64 is in the alphabet of addresses', withBase64((one) => `-_${one.slice(2)}`)],
    ['base64 is padded twice', withBase64((one) => `${one}====`)],
    ['base64 is empty', withBase64(() => '')],
    ['base64 is a data address', withBase64((one) => `data:;base64,${one}`)],
    [
      'the statement lacks the answer',
      () => withStatement(({ signedProposal, endorsements }) => ({ signedProposal, endorsements })),
    ],
  ]),
  ...rows('error', 'BUNDLE_VERSION_UNKNOWN', [
    ['its version is 1.0', withMember('format', 'chopmark/bundle/1.0')],
    ['its version has a space', withMember('format', 'chopmark/bundle/1 ')],
  ]),
];
