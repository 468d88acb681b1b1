/** Whom the page believes, said plainly. Decides nothing. */
import type { Language } from '@chopmark/core/verify';
import { el } from './element.js';
import { textOf } from './texts.js';
import type { Trust } from './trust-source.js';

export function renderTrust(trust: Trust, host: string, language: Language): Node[] {
  if (trust.from === 'none') return [el('p', { class: 'warning' }, textOf('trustNone', language))];
  if (trust.from === 'bad') {
    return [el('p', { class: 'warning' }, textOf('trustBad', language, { detail: trust.detail }))];
  }
  const { profile, fingerprint, signedBy } = trust.prepared;
  const names = profile.organizations.filter(({ mspId }) => signedBy.includes(mspId)).map(({ name }) => name);
  const rows = [
    [textOf('network', language), profile.name],
    [textOf('fingerprint', language), fingerprint],
    [textOf('signedBy', language), names.join(language === 'zh' ? '、' : ', ') || textOf('nobody', language)],
  ] as const;
  const counts = { count: String(profile.signers), all: String(profile.organizations.length) };
  return [
    el(
      'p',
      {},
      trust.from === 'host' ? textOf('trustHost', language, { host }) : textOf('trustPinned', language),
    ),
    el(
      'dl',
      { class: 'fields' },
      ...rows.map(([name, value]) => el('div', { class: 'row' }, el('dt', {}, name), el('dd', {}, value))),
    ),
    el('p', { class: 'quiet' }, textOf('needed', language, counts)),
  ];
}

/** Everyone should see at once that a development network is one. */
export function isDevelopment(trust: Trust): boolean {
  return (
    'prepared' in trust &&
    (trust.prepared.profile.embedded || trust.prepared.profile.channel.endsWith('-embedded'))
  );
}
