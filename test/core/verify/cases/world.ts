/**
 * The world that the verifier's cases live in: one kit, one batch, some strangers, and ways to bend a bundle.
 *
 * @module
 */
import type { HexHash } from '@chopmark/core';
import type { Bundle, BundleStatement, FindingCode, TrustProfile, Verdict } from '@chopmark/core/verify';
import {
  type MessageName,
  type ProofBatch,
  ProofKit,
  type StatementOptions,
} from '../../../support/proof-kit.js';
import { type Identity, TestAuthority } from '../../../support/test-authority.js';

export interface Case {
  /** Ends the sentence "is … with … when …". */
  readonly when: string;
  readonly bundle: () => unknown;
  /** Default: the kit's own profile. */
  readonly profiles?: () => TrustProfile[];
  readonly verdict: Verdict['verdict'];
  readonly code: FindingCode;
  readonly now?: Date;
}

export const OTHER_NETWORK = 'cd'.repeat(32) as HexHash;

type Stranger = 'foreign' | 'client' | 'expired' | 'secondPeer' | 'otherMsp' | 'twoRoles';

/** Filled by `createWorld` before the first case runs. */
export const world = {} as {
  kit: ProofKit;
  batch: ProofBatch;
  strangers: Readonly<Record<Stranger, Identity>>;
};

export async function createWorld(): Promise<void> {
  world.kit = await ProofKit.create();
  world.batch = world.kit.batch();
  const { TaxMSP, CourtMSP } = world.kit.authorities;
  world.strangers = {
    foreign: await (await TestAuthority.create('CourtMSP')).issue('peer'),
    client: await CourtMSP.issue('client'),
    expired: await CourtMSP.issue('peer', { notAfter: new Date('2026-06-01T00:00:00Z') }),
    secondPeer: await TaxMSP.issue('peer'),
    otherMsp: await (await TestAuthority.create('SchoolMSP')).issue('peer'),
    twoRoles: await CourtMSP.issue('peer', { units: ['peer', 'admin'] }),
  };
}

export const bent = (options: StatementOptions): Bundle => world.batch.bundle(1, options);

/** Changes one message before it is serialized, hashed and signed. */
export function atMessage(name: MessageName, bend: (message: never) => void): Bundle {
  return bent({
    message: (at, message) => {
      if (at === name) bend(message as never);
    },
  });
}

/** Changes the bytes of one message before they are hashed and signed. */
export const atBytes = (name: MessageName, bend: (bytes: Uint8Array) => Uint8Array): Bundle =>
  bent({ bytes: (at, bytes) => (at === name ? bend(bytes) : bytes) });

/** Changes the document after everything was signed. */
export function withDocument(change: (document: Bundle['document']) => unknown): unknown {
  const bundle = world.batch.bundle();
  return { ...bundle, document: change(bundle.document) };
}

/** Changes the statement after everything was signed. */
export function withStatement(change: (statement: BundleStatement) => unknown): unknown {
  const bundle = world.batch.bundle();
  return { ...bundle, statement: bundle.statement && change(bundle.statement) };
}

/** The kit's profile with other rules for the namespace `tax`. */
export const tax =
  (change: object): (() => TrustProfile[]) =>
  () => [
    world.kit.profile({ namespaces: world.kit.profile().namespaces.map((one) => ({ ...one, ...change })) }),
  ];

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
