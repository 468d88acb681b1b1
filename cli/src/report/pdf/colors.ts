/** Colors of a report; each answer also has a word and a sign. */
export const COLOR = {
  ink: '#16202a',
  quiet: '#5a6672',
  rule: '#c8d0d8',
  faint: '#f3f5f7',
  accent: '#12406b',
  good: '#0b6b3a',
  bad: '#a4161a',
  open: '#8a5a00',
} as const;

export const TINT = { good: '#eaf5ee', bad: '#fbecec', open: '#fbf3e2', quiet: '#f1f3f5' } as const;

export type Tone = keyof typeof TINT;

export function colorOf(tone: Tone): string {
  return tone === 'quiet' ? COLOR.quiet : COLOR[tone];
}
