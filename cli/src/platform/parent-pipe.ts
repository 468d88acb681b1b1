/**
 * Whoever starts the launcher as a child and does not outlive its end, be it killed, says so by `CHOPMARK_PARENT_PIPE=1`
 * and holds the other end of its standard input. Without that a launcher outlives its parent: it may have been started
 * with `nohup`, and a terminal or /dev/null says nothing.
 *
 * @module
 */

/** Calls the listener when the parent is gone, unless this process does not depend on it. Keeps nothing alive by itself. */
export function onParentGone(self: Pick<NodeJS.Process, 'env' | 'stdin'>, listener: () => void): void {
  if (self.env['CHOPMARK_PARENT_PIPE'] !== '1') return;
  for (const event of ['end', 'error']) self.stdin.once(event, listener);
  self.stdin.resume();
  self.stdin.unref();
}
