/**
 * The part of the page that judges: what the reader gives → what is judged → what is shown. The page of a host and the
 * one-file verifier share it; where their trust comes from is what tells them apart.
 *
 * @module
 */
import { InputError, type Language, NOTE_WORDING, type Verdict, verdictOnInput } from '@chopmark/core/verify';
import { find } from './element.js';
import { type Candidate, collect, type Parts } from './files/collect.js';
import type { LocalFile } from './files/local-files.js';
import { Judge, type Judged, nothingToJudge, type Row } from './judging.js';
import { showLanguage } from './language.js';
import { NoAnswer } from './no-answer.js';
import { renderNoAnswer, renderWorking } from './render-answer.js';
import { renderJudged } from './render-judged.js';
import { type ListState, renderList } from './render-list.js';
import { isDevelopment, renderTrust } from './render-trust.js';
import { profilesOf, type Trust, trustFromFiles, withChosen } from './trust-source.js';

type Shown =
  | { readonly kind: 'nothing' | 'working' }
  | { readonly kind: 'noAnswer'; readonly code: NoAnswer['code'] }
  | { readonly kind: 'judged'; readonly judged: Judged; readonly back?: ListState }
  | ({ readonly kind: 'list' } & ListState);

export class Desk {
  #language: Language = navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
  #trust: Trust = { from: 'awaited' };
  #candidates: readonly Candidate[] = [];
  #passedOver = 0;
  /** Parts of evidence given so far; they may come before or after the bundles that name them. */
  readonly #parts: Parts = new Map();
  #shown: Shown = { kind: 'nothing' };
  /** Only the last question is answered: an earlier one may come late. */
  #turn = 0;
  /** The turn whose bundles are still on their way, if that is the last. */
  #coming = 0;
  /** How often the page asked for its own profiles: only the last answer counts. */
  #asked = 0;
  /** Ends the waiting of all that judging has begun with while trust was awaited. */
  #trusted: (() => void)[] = [];
  readonly #answer = find('answer', HTMLElement);

  /**
   * @param own The profiles that the page begins with, and comes back to.
   * @param onLanguage Called when the reader changes the language, and once at the start.
   */
  constructor(
    private readonly own: () => Promise<Trust>,
    private readonly onLanguage: (language: Language) => void = () => undefined,
  ) {}

  get language(): Language {
    return this.#language;
  }

  /** Shows the page; what is judged before the first profiles are there waits for them. */
  start(): void {
    document.getElementById('unstarted')?.remove();
    void this.useOwnTrust();
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
    const wanted = this.#expect();
    await this.#answering(wanted, async () => {
      const { candidates, parts, passedOver } = await collect(await files);
      for (const [hash, read] of parts) this.#parts.set(hash, read);
      if (!wanted()) return;
      const onlyParts = candidates.length === 0 && parts.size > 0 && this.#candidates.length > 0;
      if (!onlyParts) {
        this.#candidates = candidates;
        this.#passedOver = passedOver;
      }
      await this.#judgeAll();
    });
  }

  /** Profiles of the page's own place; one that the reader chooses meanwhile is not undone by a slow host. */
  async useOwnTrust(): Promise<void> {
    const asked = (this.#asked += 1);
    this.#trust = { from: 'awaited' };
    this.#showTrust();
    const found = await this.own();
    if (asked === this.#asked && isAwaited(this.#trust)) await this.#useTrust(found);
  }

  async chooseTrust(files: readonly File[]): Promise<void> {
    const asked = this.#asked;
    const chosen = await trustFromFiles(files);
    if (asked === this.#asked) await this.#useTrust(withChosen(chosen, this.#trust));
  }

  /** A bundle from elsewhere is on its way; what was judged before is asked about no longer. @returns Whether it is still wanted. */
  expect(): () => boolean {
    this.#candidates = [];
    return this.#expect();
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

  async #useTrust(trust: Trust): Promise<void> {
    this.#trust = trust;
    this.#showTrust();
    for (const go of this.#trusted.splice(0)) go();
    // Bundles on their way are judged by it when they come; what was there before is asked about no longer.
    if (this.#candidates.length > 0 && this.#coming !== this.#turn) await this.#judgeAll();
  }

  #expect(): () => boolean {
    const wanted = this.#begin();
    this.#coming = this.#turn;
    return wanted;
  }

  /** @returns Whether the turn that begins is still the last. */
  #begin(): () => boolean {
    const own = (this.#turn += 1);
    this.#show({ kind: 'working' });
    return () => own === this.#turn;
  }

  /** Whatever happens in a turn ends in an answer: a page that says "working" for ever says nothing. */
  async #answering(wanted: () => boolean, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof InputError || error instanceof NoAnswer)) reportError(error);
      if (!wanted()) return;
      if (error instanceof InputError) {
        this.#candidates = [];
        this.#showJudged(withoutDocument(verdictOnInput(error, '')));
      } else this.showNoAnswer(error instanceof NoAnswer ? error.code : 'PAGE_FAULT');
    }
  }

  async #judgeAll(): Promise<void> {
    const wanted = this.#begin();
    await this.#answering(wanted, () => this.#judge(this.#candidates, wanted));
  }

  async #judge(candidates: readonly Candidate[], wanted: () => boolean): Promise<void> {
    const [only] = candidates;
    if (!only) {
      this.#showJudged(withoutDocument(nothingToJudge()));
      return;
    }
    const judge = await this.#newJudge();
    if (!wanted()) return;
    if (candidates.length === 1) {
      const judged = await judge.one(only);
      if (wanted()) this.#showJudged(judged);
      return;
    }
    const state = (rows: readonly Row[], done: boolean): ListState => ({
      rows,
      done,
      total: candidates.length,
      passedOver: this.#passedOver + (done ? candidates.length - rows.length : 0),
    });
    const rows = await judge.many(candidates, (some) => {
      if (!wanted()) return true;
      this.#show({ kind: 'list', ...state(some, false) });
      return false;
    });
    if (!wanted()) return;
    this.#show({ kind: 'list', ...state(rows, true) });
    focusAnswer();
  }

  /** By the profiles that count, once they are there. */
  async #newJudge(): Promise<Judge> {
    while (isAwaited(this.#trust)) await new Promise<void>((go) => this.#trusted.push(go));
    return Judge.by(profilesOf(this.#trust), this.#parts);
  }

  async #open(row: Row, back: ListState): Promise<void> {
    const wanted = this.#begin();
    await this.#answering(wanted, async () => {
      const judge = await this.#newJudge();
      const judged = await judge.one(row.candidate);
      if (wanted()) this.#showJudged(judged, back);
    });
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
    const { from } = this.#trust;
    const isWorthAsking = from === 'chosen' || from === 'bad' || (from === 'none' && location.host !== '');
    find('trust-own', HTMLButtonElement).hidden = !isWorthAsking;
    const banner = find('development', HTMLElement);
    banner.hidden = !isDevelopment(this.#trust);
    banner.textContent = NOTE_WORDING.DEVELOPMENT_NETWORK[this.#language];
  }
}

function isAwaited({ from }: Trust): boolean {
  return from === 'awaited';
}

function withoutDocument(verdict: Verdict): Judged {
  return { label: '', verdict, values: undefined, missing: 0, at: new Date() };
}

function focusAnswer(): void {
  document.getElementById('answer-heading')?.focus();
}
