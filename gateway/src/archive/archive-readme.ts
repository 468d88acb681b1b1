/**
 * What lies beside the bundles of an archive for whoever opens it. It says nothing that a verifier would believe.
 *
 * @module
 */
export interface ArchiveFacts {
  readonly documents: number;
  readonly extent: 'compact' | 'full';
  /** Lowercase hex. */
  readonly network: string;
  readonly channel: string;
  /** Groups of four hex digits. */
  readonly fingerprint: string;
}

/** UTF-8 text; follows from the facts alone. */
export function archiveReadme({ documents, extent, network, channel, fingerprint }: ArchiveFacts): string {
  return `Chopmark: proofs of ${documents} document(s), ${extent} bundles
Chopmark 验戳：${documents} 份单据的证明（${extent === 'full' ? '完整' : '精简'}）

<number>.json           the bundle of one document                  单张单据的证明包
evidence/<hash>.json    what several bundles share; a bundle names it by its hash ("sha256:<hash>")
                        多个证明包共用的部分，由证明包以哈希引用

Keep evidence/ beside the bundles: without it they prove less.
Verify offline:   chopmark verify THIS.zip --trust trust.json

Network ${network}
Channel ${channel}
The gateway that made this judges by the trust profile with the fingerprint
${fingerprint}

That is a hint for finding mistakes and nothing to believe: an archive cannot tell whom to trust, for whoever
forged it would have written this page, too. Take the trust profile and its fingerprint from somewhere else.
以上指纹仅供核对，不可作为信任依据：请从其他途径取得信任文件及其指纹。
`;
}
