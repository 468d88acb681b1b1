/**
 * The part of the page that judges: what the reader gives → what is judged → what is shown. The page of a host and the
 * one-file verifier share it; where their trust comes from is what tells them apart.
 *
 * @module
 */
import { InputError, type Language, NOTE_WORDING, verdictOnInput } from '@chopmark/core/verify';
import { find } from './element.js';
import type { NoAnswer } from './fetch-own.js';
import { type Candidate, collect, type Parts } from './files/collect.js';
import type { LocalFile } from './files/local-files.js';
import { Judge, type Judged, nothingToJudge, type Row } from './judging.js';
import { showLanguage } from './language.js';
import { renderNoAnswer, renderWorking } from './render-answer.js';
import { renderJudged } from './render-judged.js';
import { type ListState, renderList } from './render-list.js';
import { isDevelopment, renderTrust } from './render-trust.js';
import { profilesOf, type Trust, trustFromFiles } from './trust-source.js';

type Shown =
  | { readonly kind: 'nothing' | 'working' }
  | { readonly kind: 'noAnswer'; readonly code: NoAnswer['code'] }
  | { readonly kind: 'judged'; readonly judged: Judged; readonly back?: ListState }
  | ({ readonly kind: 'list' } & ListState);

export class Desk {
  #language: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  #trust: Trust = { from: 'none' };
  #candidates: readonly Candidate[] = [];
  #passedOver = 0;
  /** Parts of evidence given so far; they may come before or after the bundles that name them. */
  readonly #parts: Parts = new Map();
  #shown: Shown = { kind: 'nothing' };
  /** Only the last question is answered: an earlier one may come late. */
  #turn = 0;
  /** Likewise for profiles: a file chosen early is not undone by a slow host. */
  #trustTurn = 0;
  /**
   * Settles when the first profiles are there, of the page's own place or of the reader's. Not when anything is judged by
   * them: judging waits for this.
   */
  readonly #trusted: Promise<void>;
  #settleTrusted: () => void = () => undefined;
  readonly #answer = find('answer', HTMLElement);

  /**
   * @param own The profiles that the page begins with, and comes back to.
   * @param onLanguage Called when the reader changes the language, and once at the start.
   */
  constructor(
    private readonly own: () => Promise<Trust>,
    private readonly onLanguage: (language: Language) => void = () => undefined,
  ) {
    this.#trusted = new Promise((resolve) => {
      this.#settleTrusted = resolve;
    });
  }

  get language(): Language {
    return this.#language;
  }

  /** Shows the page; what is judged before the first profiles are there waits for them. */
  start(): void {
    void this.useTrust(this.own());
    this.setLanguage(this.#language);
  }

  /** Judges one bundle. */
  async judge(candidate: Candidate): Promise<void> {
    this.#candidates = [candidate];
    this.#passedOver = 0;
    await this.#judgeAll();
  }

  /** Judges bundles among files, keeps the parts. Parts alone are for the bundles before them. */
  async take(files: Promise<readonly LocalFile[]>): Promise<void> {
    const own = (this.#turn += 1);
    this.#show({ kind: 'working' });
    try {
      const { candidates, parts, passedOver } = await collect(await files);
      if (own !== this.#turn) return;
      for (const [hash, read] of parts) this.#parts.set(hash, read);
      const onlyParts = candidates.length === 0 && parts.size > 0 && this.#candidates.length > 0;
      if (!onlyParts) {
        this.#candidates = candidates;
        this.#passedOver = passedOver;
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#candidates = [];
      this.#showJudged({
        label: '',
        verdict: verdictOnInput(error, ''),
        values: undefined,
        missing: 0,
        at: new Date(),
      });
      return;
    }
    await this.#judgeAll();
  }

  async useTrust(next: Promise<Trust>): Promise<void> {
    const own = (this.#trustTurn += 1);
    const found = await next;
    if (own !== this.#trustTurn) return;
    this.#trust = found;
    this.#settleTrusted();
    this.#showTrust();
    if (this.#candidates.length > 0) await this.#judgeAll();
  }

  async chooseTrust(files: readonly File[]): Promise<void> {
    await this.useTrust(trustFromFiles(files, this.#trust));
  }

  async backToOwnTrust(): Promise<void> {
    await this.useTrust(this.own());
  }

  /** A bundle from elsewhere is on its way. @returns Whether it is still wanted. */
  expect(): () => boolean {
    const own = (this.#turn += 1);
    this.#show({ kind: 'working' });
    return () => own === this.#turn;
  }

  showNoAnswer(code: NoAnswer['code']): void {
    this.#show({ kind: 'noAnswer', code });
  }

  setLanguage(language: Language): void {
    this.#language = language;
    showLanguage(language);
    this.#showTrust();
    this.#show(this.#shown);
    this.onLanguage(language);
  }

  async #judgeAll(): Promise<void> {
    const own = (this.#turn += 1);
    const candidates = this.#candidates;
    this.#show({ kind: 'working' });
    await this.#trusted;
    if (own !== this.#turn) return;
    const [only] = candidates;
    if (!only) {
      this.#showJudged({
        label: '',
        verdict: nothingToJudge(),
        values: undefined,
        missing: 0,
        at: new Date(),
      });
      return;
    }
    const judge = new Judge(profilesOf(this.#trust), this.#parts);
    if (candidates.length === 1) {
      const judged = await judge.one(only);
      if (own === this.#turn) this.#showJudged(judged);
      return;
    }
    const state = (rows: readonly Row[], done: boolean): ListState => ({
      rows,
      done,
      total: candidates.length,
      passedOver: this.#passedOver + (done ? candidates.length - rows.length : 0),
    });
    const rows = await judge.many(candidates, (some) => {
      if (own !== this.#turn) return true;
      this.#show({ kind: 'list', ...state(some, false) });
      return false;
    });
    if (own !== this.#turn) return;
    this.#show({ kind: 'list', ...state(rows, true) });
    focusAnswer();
  }

  async #open(row: Row, back: ListState): Promise<void> {
    const wanted = this.expect();
    const judged = await new Judge(profilesOf(this.#trust), this.#parts).one(row.candidate);
    if (wanted()) this.#showJudged(judged, back);
  }

  #showJudged(judged: Judged, back?: ListState): void {
    this.#show({ kind: 'judged', judged, ...(back && { back }) });
    focusAnswer();
  }

  #show(next: Shown): void {
    this.#shown = next;
    this.#answer.replaceChildren(...this.#nodes(next));
    this.#answer.setAttribute(
      'aria-busy',
      String(next.kind === 'working' || (next.kind === 'list' && !next.done)),
    );
    find('actions', HTMLElement).hidden = next.kind !== 'judged' && next.kind !== 'list';
    const back = find('back', HTMLButtonElement);
    back.hidden = next.kind !== 'judged' || next.back === undefined;
    back.onclick = () => {
      if (next.kind === 'judged' && next.back) this.#show({ kind: 'list', ...next.back });
      focusAnswer();
    };
  }

  #nodes(next: Shown): Node[] {
    switch (next.kind) {
      case 'nothing':
        return [];
      case 'working':
        return renderWorking(this.#language);
      case 'noAnswer':
        return renderNoAnswer(next.code, this.#language);
      case 'judged':
        return renderJudged(next.judged, this.#trust, this.#language);
      case 'list':
        return renderList(next, (row) => void this.#open(row, next), this.#language);
    }
  }

  #showTrust(): void {
    find('trust', HTMLElement).replaceChildren(...renderTrust(this.#trust, location.host, this.#language));
    find('trust-own', HTMLButtonElement).hidden = this.#trust.from !== 'chosen' && this.#trust.from !== 'bad';
    const banner = find('development', HTMLElement);
    banner.hidden = !isDevelopment(this.#trust);
    banner.textContent = NOTE_WORDING.DEVELOPMENT_NETWORK[this.#language];
  }
}

function focusAnswer(): void {
  document.getElementById('answer-heading')?.focus();
}
