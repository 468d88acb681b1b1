/**
 * Many files judged by as many threads as there are processors. Answers come in the order of the files, whichever
 * thread is quicker, so that two runs over the same files print the same.
 *
 * @module
 */
import { availableParallelism } from 'node:os';
import { errorVerdict, verdictOnInput } from '@chopmark/core/verify';
import type { Candidate } from '../input/candidate.js';
import type { Answer, JudgeSettings } from './judge-file.js';
import { JudgeThread, type ThreadFile } from './judge-thread.js';

const MAX_THREADS = 16;
/** What goes to a thread at once: so many files, or so many bytes. */
const CHUNK_FILES = 32;
const CHUNK_BYTES = 4_000_000;

export interface Listener {
  /** Called once for each candidate, in their order. */
  answer(candidate: Candidate, answer: Answer): void;
  /** Resolves when more answers may come. */
  ready(): Promise<void>;
}

export async function judgeAll(
  candidates: readonly Candidate[],
  settings: JudgeSettings,
  listener: Listener,
): Promise<void> {
  const threads = Math.min(availableParallelism(), MAX_THREADS, Math.ceil(candidates.length / CHUNK_FILES));
  const queue = candidates.entries();
  const tell = inOrder(candidates, listener);
  await Promise.all(Array.from({ length: threads }, () => runLane(queue, settings, listener, tell)));
}

type Numbered = readonly [at: number, candidate: Candidate];
type Tell = (at: number, answer: Answer) => void;

interface Lane {
  thread: JudgeThread;
  isOver: boolean;
}

/** One thread's share: reads the next chunk while the thread judges the last one. */
async function runLane(
  queue: Iterator<Numbered>,
  settings: JudgeSettings,
  listener: Listener,
  tell: Tell,
): Promise<void> {
  const lane: Lane = { thread: new JudgeThread(settings), isOver: false };
  try {
    let chunk = await nextChunk(queue, tell);
    while (chunk.length > 0) {
      await listener.ready();
      const judged = judgeChunk(lane, settings, chunk, tell);
      [chunk] = await Promise.all([nextChunk(queue, tell), judged]);
    }
  } finally {
    lane.isOver = true;
    await lane.thread.stop();
  }
}

type Chunk = readonly (ThreadFile & { readonly at: number })[];

async function nextChunk(queue: Iterator<Numbered>, tell: Tell): Promise<Chunk> {
  const chunk: Chunk[number][] = [];
  let size = 0;
  while (chunk.length < CHUNK_FILES && size < CHUNK_BYTES) {
    const next = queue.next();
    if (next.done) break;
    const [at, candidate] = next.value;
    try {
      const bytes = await candidate.read();
      chunk.push({ at, candidate, bytes });
      size += bytes.length;
    } catch (error) {
      tell(at, verdictOnInput(error, candidate.label));
    }
  }
  return chunk;
}

/** A thread that ends takes its chunk with it: a new one judges the files one by one, so that only the culprit suffers. */
async function judgeChunk(lane: Lane, settings: JudgeSettings, chunk: Chunk, tell: Tell): Promise<void> {
  try {
    const answers = await lane.thread.judge(chunk);
    for (const [place, { at }] of chunk.entries()) tell(at, answers[place]);
  } catch (error) {
    if (lane.isOver) throw error;
    await lane.thread.stop();
    lane.thread = new JudgeThread(settings);
    const [alone] = chunk;
    if (chunk.length === 1 && alone) {
      const reason = error instanceof Error ? error.message : 'unknown fault';
      tell(alone.at, errorVerdict('VERIFIER_FAULT', reason));
      return;
    }
    for (const file of chunk) await judgeChunk(lane, settings, [file], tell);
  }
}

function inOrder(candidates: readonly Candidate[], listener: Listener): Tell {
  const early = new Map<number, Answer>();
  let next = 0;
  return (at, answer) => {
    early.set(at, answer);
    while (early.has(next)) {
      const candidate = candidates[next];
      const known = early.get(next);
      early.delete(next);
      next += 1;
      if (candidate) listener.answer(candidate, known);
    }
  };
}
