/** Whom the page believes, said plainly. Decides nothing. */
import type { Language, PreparedTrust } from '@chopmark/core/verify';
import { el, rowsOf } from './element.js';
import { type TextName, textOf } from './texts.js';
import type { Trust, TrustPlace } from './trust-source.js';

const PLACES: Readonly<Record<TrustPlace, TextName>> = {
  host: 'trustHost',
  chosen: 'trustChosen',
  builtIn: 'trustBuiltIn',
};

/** @param host Of the page; empty for a file. */
export function renderTrust(trust: Trust, host: string, language: Language): Node[] {
  if (trust.from === 'awaited') return [el('p', { class: 'working' }, textOf('trustAwaited', language))];
  if (trust.from === 'none') {
    const text = host === '' ? 'trustNoneInFile' : 'trustNone';
    return [el('p', { class: 'warning' }, textOf(text, language))];
  }
  if (trust.from === 'bad') {
    return [el('p', { class: 'warning' }, textOf('trustBad', language, { detail: trust.detail }))];
  }
  return [
    el('p', {}, textOf(PLACES[trust.from], language, { host })),
    ...trust.prepared.flatMap((one) => profileRows(one, language)),
  ];
}

function profileRows({ profile, fingerprint, signedBy }: PreparedTrust, language: Language): Node[] {
  const names = profile.organizations.filter(({ mspId }) => signedBy.includes(mspId)).map(({ name }) => name);
  const counts = { count: String(profile.signers), all: String(profile.organizations.length) };
  return [
    rowsOf([
      [textOf('network', language), profile.name],
      [textOf('fingerprint', language), el('span', { class: 'fingerprint' }, fingerprint)],
      [
        textOf('signedBy', language),
        names.join(language === 'zh' ? '、' : ', ') || textOf('nobody', language),
      ],
    ]),
    el('p', { class: 'quiet' }, textOf('needed', language, counts)),
  ];
}

/** Everyone should see at once that a development network is one. */
export function isDevelopment(trust: Trust): boolean {
  return (
    'prepared' in trust &&
    trust.prepared.some(({ profile }) => profile.embedded || profile.channel.endsWith('-embedded'))
  );
}
