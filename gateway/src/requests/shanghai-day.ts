/** The day in Asia/Shanghai, which dates documents and has had no summer time since 1991. */
const OFFSET_MS = 8 * 60 * 60 * 1000;

/** @returns `yyyy-mm-dd` */
export function shanghaiDay(instant: Date): string {
  return new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 10);
}
