/**
 * How this process speaks with the one that started it (docs/formats.md section 8): over IPC, or lines on stderr.
 *
 * @module
 */

export type ParentMessage =
  | { readonly type: 'progress'; readonly text: string }
  | { readonly type: 'ready'; readonly url: string }
  | { readonly type: 'failed'; readonly text: string };

export interface Parent {
  tell(message: ParentMessage): Promise<void>;
  /** The channel closed, perhaps while this program was loaded: whoever started us is gone. Never called without a channel. */
  onGone(listener: () => void): void;
}

/** @param self `process`, or what stands for it in a test. */
export function parentOf(self: Pick<NodeJS.Process, 'send' | 'connected' | 'on' | 'stderr'>): Parent {
  return {
    tell: (message) =>
      new Promise((resolve) => {
        if (self.send === undefined || !self.connected) {
          self.stderr.write(`${lineOf(message)}\n`, () => resolve());
        } else {
          // A parent that has just gone is no reason to fail: onGone tells of it.
          self.send(message, undefined, undefined, () => resolve());
        }
      }),
    onGone: (listener) => {
      if (self.send === undefined) return;
      if (self.connected) self.on('disconnect', listener);
      else listener();
    },
  };
}

function lineOf(message: ParentMessage): string {
  return message.type === 'ready' ? `ready: ${message.url}` : `${message.type}: ${message.text}`;
}
