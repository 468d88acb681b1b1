/** The verification page of a host: bundles by file or by link, and the check of three values without a file. */
import { MAX_BUNDLE_BYTES } from '@chopmark/core/verify';
import { connectDesk } from './connect.js';
import { Desk } from './desk.js';
import { find } from './element.js';
import { fetchOwn } from './fetch-own.js';
import { bundlePathOf } from './link.js';
import { NoAnswer } from './no-answer.js';
import { textOf } from './texts.js';
import { askThreeFields, type CheckAnswer } from './three-fields.js';
import { trustOfHost } from './trust-source.js';

let checked: CheckAnswer | 'asking' | undefined;
/** Only the last question is answered. */
let checks = 0;
const desk = new Desk(trustOfHost, showChecked);

async function judgeLink(): Promise<void> {
  if (!location.hash.includes('u=')) return;
  const path = bundlePathOf(location.hash);
  const wanted = desk.expect();
  try {
    if (path === undefined) throw new NoAnswer('FOREIGN_ADDRESS');
    const bytes = await fetchOwn(path, MAX_BUNDLE_BYTES);
    if (wanted()) await desk.judge({ label: path, read: () => Promise.resolve(bytes) });
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    if (wanted()) desk.showNoAnswer(error.code);
  }
}

function connectCheck(): void {
  const form = find('check-form', HTMLFormElement);
  // Beside other values an answer would be wrong, also one that is still to come.
  form.addEventListener('input', () => {
    checks += 1;
    checked = undefined;
    showChecked();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const valueOf = (id: string): string => find(id, HTMLInputElement).value.trim();
    const fields = { number: valueOf('number'), date: valueOf('date'), total: valueOf('total') };
    const own = (checks += 1);
    checked = 'asking';
    showChecked();
    void askThreeFields(fields, desk.language === 'zh' ? 'zh-CN' : 'en').then((said) => {
      if (own !== checks) return;
      checked = said;
      showChecked();
    });
  });
}

function showChecked(): void {
  const place = find('check-answer', HTMLElement);
  if (checked === undefined) {
    place.className = 'check-answer';
    place.textContent = '';
    return;
  }
  const result = checked === 'asking' ? checked : checked.result;
  const detail = typeof checked === 'object' && 'detail' in checked ? ` ${checked.detail}` : '';
  place.className = `check-answer ${result}`;
  place.textContent = textOf(result, desk.language) + detail;
}

connectCheck();
window.addEventListener('hashchange', () => void judgeLink());
desk.start();
void judgeLink();
// Last: files that were chosen before this script came count more than the link.
connectDesk(desk);
