/** How long the page waits for its host: a bundle, a profile, an answer, a script of its own. */
const PATIENCE_MS = 15_000;

/** Aborts a question that nobody answers. Not `AbortSignal.timeout`: the oldest browsers that the page is for lack it. */
export function patience(): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => {
    controller.abort();
  }, PATIENCE_MS);
  return controller.signal;
}

/** @returns What `load` gives. @throws {Error} What `load` throws, or that it took too long: an `import` cannot be aborted. */
export function inPatience<T>(load: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    patience().addEventListener('abort', () => {
      reject(new Error('no answer in time'));
    });
    load().then(resolve, reject);
  });
}
