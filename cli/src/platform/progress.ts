/** Progress for people, on stderr: one line a step, with the seconds since the start. */
export interface Progress {
  step(text: string): void;
  warn(text: string): void;
}

export function progressOn(
  stream: NodeJS.WritableStream,
  now: () => number = () => performance.now(),
): Progress {
  const began = now();
  const line = (mark: string, text: string): void => {
    stream.write(`${((now() - began) / 1000).toFixed(1).padStart(6)} s  ${mark}${text}\n`);
  };
  return { step: (text) => line('', text), warn: (text) => line('! ', text) };
}
