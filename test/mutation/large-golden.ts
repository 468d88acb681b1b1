/** Full bundles of large anchors, made for one run: too large to be frozen, and too many bytes to change each of them. */
import { canonicalBytes } from '@chopmark/core';
import { formatBundle } from '@chopmark/core/verify';
import { ChannelKit } from '../support/channel-kit/channel-kit.js';
import { NOW, invoice } from '../support/proof-kit.js';
import type { Golden } from './golden.js';
import type { Sample } from './sample.js';

export const LARGE = [1_000, 16_384] as const;

/** The name of the golden bundle whose block holds an anchor of so many entries. */
export function nameOfLarge(entries: number): string {
  return `made/anchor-${entries}`;
}

export async function largeGolden(entries: number, sample: Sample): Promise<Golden> {
  const channel = await ChannelKit.create();
  const batch = channel.batch(Array.from({ length: entries }, (_, at) => invoice({ remark: `${at}` })));
  const index = Math.floor(entries / 3);
  const asked = batch.hashes[index];
  if (!asked) throw new Error('no such document');
  const bundle = batch.full(index, { statement: { about: [asked] } });
  return {
    name: nameOfLarge(entries),
    bundle: Buffer.from(`${formatBundle(bundle)}\n`),
    trust: Buffer.from(canonicalBytes(channel.kit.profile())),
    now: NOW,
    changes: 'few',
    sample,
  };
}
