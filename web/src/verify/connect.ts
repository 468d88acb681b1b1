/** Connects what stands on every verification page with the desk. */
import type { Desk } from './desk.js';
import { find } from './element.js';
import { chosenFiles, droppedFiles } from './files/local-files.js';

export function connectDesk(desk: Desk): void {
  for (const id of ['bundle-file', 'bundle-folder'])
    connectFiles(id, (files) => void desk.take(Promise.resolve(chosenFiles(files))));
  connectFiles('trust-file', (files) => void desk.chooseTrust([...files]));
  find('trust-own', HTMLButtonElement).addEventListener('click', () => void desk.useOwnTrust());
  find('paste-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    const text = new TextEncoder().encode(find('paste', HTMLTextAreaElement).value);
    void desk.judge({ label: '', read: () => Promise.resolve(text) });
  });
  connectDrop(desk);
  find('print', HTMLButtonElement).addEventListener('click', () => {
    window.print();
  });
  // Paper cannot be unfolded.
  window.addEventListener('beforeprint', () => {
    for (const folded of document.querySelectorAll('#answer details')) folded.setAttribute('open', '');
  });
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    button.addEventListener('click', () => {
      desk.setLanguage(button.dataset['language'] === 'zh' ? 'zh' : 'en');
    });
  }
}

function connectFiles(id: string, take: (files: FileList) => void): void {
  const input = find(id, HTMLInputElement);
  const taken = (): void => {
    if (input.files && input.files.length > 0) take(input.files);
    input.value = '';
  };
  input.addEventListener('change', taken);
  // On a slow network a reader is quicker than the script.
  taken();
}

/** The whole page takes what is dropped: nobody aims. */
function connectDrop(desk: Desk): void {
  const zone = find('drop', HTMLElement);
  for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
    document.addEventListener(type, (event) => {
      event.preventDefault();
      zone.classList.toggle('over', type === 'dragenter' || type === 'dragover');
      if (type === 'drop' && event.dataTransfer && event.dataTransfer.items.length > 0)
        void desk.take(droppedFiles(event.dataTransfer));
    });
  }
}
