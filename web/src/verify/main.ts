/** Wiring of the verification page: what the reader does → what is judged → what is shown. */
import {
  createVerifier,
  type Language,
  MAX_BUNDLE_BYTES,
  NOTE_WORDING,
  parseBundle,
  type ShownValue,
  shownValues,
  type Verdict,
} from '@chopmark/core/verify';
import { browserCrypto, hasSignatures } from './browser-crypto.js';
import { el, find } from './element.js';
import { fetchOwn, NoAnswer } from './fetch-own.js';
import { bundlePathOf } from './link.js';
import { renderDocument } from './render-document.js';
import { isDevelopment, renderTrust } from './render-trust.js';
import { answerCard, renderAnswer, renderFindings } from './render-verdict.js';
import { type TextName, TEXTS, textOf } from './texts.js';
import { askThreeFields, type CheckAnswer } from './three-fields.js';
import { type Trust, trustFromFile, trustOfHost } from './trust-source.js';

type Shown =
  | { readonly kind: 'nothing' | 'working' | 'noCrypto' }
  | { readonly kind: 'noAnswer'; readonly code: NoAnswer['code'] }
  | {
      readonly kind: 'verdict';
      readonly verdict: Verdict;
      readonly values: ReadonlyMap<string, ShownValue> | undefined;
    };

let language: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
let trust: Trust = { from: 'none' };
let bundle: Uint8Array | string | undefined;
let shown: Shown = { kind: 'nothing' };
let checked: CheckAnswer | 'asking' | undefined;
/** Only the last question is answered: an earlier one may come late. */
let turn = 0;
/** Likewise for profiles: a file chosen early is not undone by a slow host. */
let trustTurn = 0;

const answer = find('answer', HTMLElement);
const hostTrust = trustOfHost();

async function judge(input: Uint8Array | string): Promise<void> {
  bundle = input;
  const own = (turn += 1);
  show({ kind: hasSignatures() ? 'working' : 'noCrypto' });
  if (!hasSignatures()) return;
  await hostTrust;
  const profiles = 'prepared' in trust ? [trust.prepared.profile] : [];
  const verdict = await createVerifier(profiles, browserCrypto).verify(input, new Date());
  if (own !== turn) return;
  show({ kind: 'verdict', verdict, values: valuesOf(input) });
  document.getElementById('answer-heading')?.focus();
}

function valuesOf(input: Uint8Array | string): ReadonlyMap<string, ShownValue> | undefined {
  try {
    return shownValues(parseBundle(input).document);
  } catch {
    return undefined; // the verdict says why
  }
}

async function judgeFile(file: File): Promise<void> {
  // One byte more than allowed is enough to be told that it is too large.
  await judge(new Uint8Array(await file.slice(0, MAX_BUNDLE_BYTES + 1).arrayBuffer()));
}

async function judgeLink(): Promise<void> {
  if (!location.hash.includes('u=')) return;
  const path = bundlePathOf(location.hash);
  const own = (turn += 1);
  try {
    if (path === undefined) throw new NoAnswer('FOREIGN_ADDRESS');
    show({ kind: 'working' });
    const bytes = await fetchOwn(path, MAX_BUNDLE_BYTES);
    if (own === turn) await judge(bytes);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    show({ kind: 'noAnswer', code: error.code });
  }
}

async function useTrust(next: Promise<Trust>): Promise<void> {
  const own = (trustTurn += 1);
  const found = await next;
  if (own !== trustTurn) return;
  trust = found;
  showTrust();
  if (bundle !== undefined) await judge(bundle);
}

function show(next: Shown): void {
  shown = next;
  const nodes = shownNodes(next);
  answer.replaceChildren(...nodes);
  answer.setAttribute('aria-busy', String(next.kind === 'working'));
  find('actions', HTMLElement).hidden = next.kind !== 'verdict';
}

const LOAD_TEXTS: Readonly<Record<NoAnswer['code'], TextName>> = {
  UNREACHABLE: 'loadUnreachable',
  FOREIGN_ADDRESS: 'loadForeign',
  NOT_FOUND: 'loadNotFound',
  TOO_LARGE: 'loadNotFound',
};

function shownNodes(next: Shown): Node[] {
  switch (next.kind) {
    case 'nothing':
      return [];
    case 'working':
      return [el('p', { class: 'working' }, textOf('working', language))];
    case 'noCrypto':
      return [answerCard('open', textOf('loadFailed', language), textOf('noCrypto', language))];
    case 'noAnswer':
      return [answerCard('open', textOf('loadFailed', language), textOf(LOAD_TEXTS[next.code], language))];
    case 'verdict': {
      const { verdict, values } = next;
      const isValid = verdict.verdict === 'valid';
      const document = values ? [renderDocument(values, isValid, language)] : [];
      const checks = [renderFindings(verdict, language)];
      // What speaks against a file matters more than what it claims.
      const rest = isValid ? [...document, ...checks] : [...checks, ...document];
      return [renderAnswer(verdict, organizationNames(), language), ...rest];
    }
  }
}

/** MSP id → name for people. */
function organizationNames(): ReadonlyMap<string, string> {
  const organizations = 'prepared' in trust ? trust.prepared.profile.organizations : [];
  return new Map(organizations.map(({ mspId, name }) => [mspId, name]));
}

function showTrust(): void {
  find('trust', HTMLElement).replaceChildren(...renderTrust(trust, location.host, language));
  find('trust-host', HTMLButtonElement).hidden = trust.from === 'host';
  const banner = find('development', HTMLElement);
  banner.hidden = !isDevelopment(trust);
  banner.textContent = NOTE_WORDING.DEVELOPMENT_NETWORK[language];
}

function showChecked(): void {
  const place = find('check-answer', HTMLElement);
  if (checked === undefined) return;
  const result = checked === 'asking' ? checked : checked.result;
  const detail = typeof checked === 'object' && 'detail' in checked ? ` ${checked.detail}` : '';
  place.className = `check-answer ${result}`;
  place.textContent = textOf(result, language) + detail;
}

function showLanguage(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = `${textOf('title', language)} · 验戳 Chopmark`;
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    const name = element.dataset['text'] ?? '';
    if (Object.hasOwn(TEXTS, name)) element.textContent = textOf(name as TextName, language);
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset['language'] === language));
  }
  showTrust();
  showChecked();
  show(shown);
}

function connectBundle(): void {
  const file = find('bundle-file', HTMLInputElement);
  file.addEventListener('change', () => {
    const [chosen] = file.files ?? [];
    if (chosen) void judgeFile(chosen);
    file.value = '';
  });
  find('paste-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void judge(find('paste', HTMLTextAreaElement).value);
  });
  const zone = find('drop', HTMLElement);
  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
    document.addEventListener(type, (event) => {
      event.preventDefault();
      zone.classList.toggle('over', type === 'dragenter' || type === 'dragover');
      const [dropped] = type === 'drop' ? (event.dataTransfer?.files ?? []) : [];
      if (dropped) void judgeFile(dropped);
    });
  }
}

function connectTrust(): void {
  const pinned = find('trust-file', HTMLInputElement);
  pinned.addEventListener('change', () => {
    const [chosen] = pinned.files ?? [];
    if (chosen) void useTrust(trustFromFile(chosen));
    pinned.value = '';
  });
  find('trust-host', HTMLButtonElement).addEventListener('click', () => void useTrust(trustOfHost()));
}

function connectCheck(): void {
  const form = find('check-form', HTMLFormElement);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const valueOf = (id: string): string => find(id, HTMLInputElement).value.trim();
    const fields = { number: valueOf('number'), date: valueOf('date'), total: valueOf('total') };
    checked = 'asking';
    showChecked();
    void askThreeFields(fields, language === 'zh' ? 'zh-CN' : 'en').then((said) => {
      checked = said;
      showChecked();
    });
  });
}

connectBundle();
connectTrust();
connectCheck();
find('print', HTMLButtonElement).addEventListener('click', () => {
  window.print();
});
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
  button.addEventListener('click', () => {
    language = button.dataset['language'] === 'zh' ? 'zh' : 'en';
    showLanguage();
  });
}
window.addEventListener('hashchange', () => void judgeLink());
showLanguage();
void useTrust(hostTrust);
void judgeLink();
