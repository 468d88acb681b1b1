/**
 * Makes RFC 3161 tokens and answers by hand and node:crypto, after the standard or bent on the way: what is bent is
 * hashed and signed as it then stands.
 *
 * @module
 */
import { type KeyObject, constants, createHash, sign } from 'node:crypto';
import { numberBytes, signP256 } from '../p256.js';
import { randomBytes } from '../randomness.js';
import { derSignature } from '../test-authority.js';
import {
  TAG,
  element,
  generalizedTime,
  integer,
  nodesOf,
  nothing,
  octets,
  oid,
  sequence,
  set,
  sortedSet,
  utf8,
} from './der.js';

export type StamperKey = 'P-256' | 'P-384' | 'P-521' | 'RSA' | 'RSA-1024';
export type HashName = 'sha256' | 'sha384' | 'sha512' | 'sha1';

/** Parts that a test may change before they are hashed, signed or embedded. */
export type TokenPart =
  | 'TSTInfo'
  | 'messageImprint'
  | 'SigningCertificateV2'
  | 'signedAttributes'
  | 'SignerInfo'
  | 'signerInfos'
  | 'certificates'
  | 'SignedData'
  | 'ContentInfo';

export interface TokenOptions {
  readonly genTime?: Date;
  /** Hash of the imprint. */
  readonly hash?: HashName;
  /** Hash of the content and of the signature. */
  readonly digest?: HashName;
  readonly pss?: boolean;
  /** `withHash`: sha256WithRSAEncryption and its like; else rsaEncryption beside the digest. */
  readonly rsa?: 'plain' | 'withHash';
  readonly nonce?: Uint8Array | undefined;
  readonly policy?: string;
  readonly accuracy?: { readonly seconds?: number; readonly millis?: number; readonly micros?: number };
  readonly certificates?: readonly Uint8Array[];
  /** For an answer: another hash than was asked for. */
  readonly imprint?: Uint8Array;
  readonly bend?: (part: TokenPart, der: Buffer) => Buffer;
}

export interface Question {
  readonly hash: HashName;
  readonly imprint: Buffer;
  readonly policy: string | undefined;
  readonly nonce: Buffer | undefined;
  readonly certReq: boolean;
}

const HASH_OIDS: Readonly<Record<HashName, string>> = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};
const RSA_OIDS: Readonly<Record<HashName, string>> = {
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
};
const ECDSA_OIDS: Readonly<Record<HashName, string>> = {
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
};
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
export const POLICY = '1.3.6.1.4.1.55555.1';

const hashAlgorithm = (name: HashName): Buffer => sequence(oid(HASH_OIDS[name]), nothing);
const attribute = (type: string, value: Uint8Array): Buffer => sequence(oid(type), set(value));

export class Stamper {
  constructor(
    readonly kind: StamperKey,
    readonly key: KeyObject,
    readonly certificate: Buffer<ArrayBuffer>,
    /** Certificates between this one and the root. */
    readonly above: readonly Buffer[],
  ) {}

  /** A token over the message. */
  token(message: Uint8Array, options: TokenOptions = {}): Buffer {
    const hash = options.hash ?? 'sha256';
    return this.tokenOver(createHash(hash).update(message).digest(), options);
  }

  /** A token over a hash that is given. */
  tokenOver(imprint: Uint8Array, options: TokenOptions = {}): Buffer {
    const bend = options.bend ?? ((_, der) => der);
    const digest = options.digest ?? this.#usualHash();
    const content = bend('TSTInfo', this.#info(imprint, options, bend));
    const attributes = this.#attributes(content, digest, bend);
    const signerInfo = bend(
      'SignerInfo',
      sequence(
        integer(1),
        this.#name(),
        hashAlgorithm(digest),
        element(0xa0, attributes),
        ...this.#signature(element(TAG.set, attributes), digest, options),
      ),
    );
    const certificates = options.certificates ?? [this.certificate, ...this.above];
    const signedData = bend(
      'SignedData',
      sequence(
        integer(3),
        set(hashAlgorithm(digest)),
        sequence(oid(TST_INFO), element(0xa0, octets(content))),
        ...(certificates.length > 0 ? [bend('certificates', element(0xa0, ...certificates))] : []),
        bend('signerInfos', set(signerInfo)),
      ),
    );
    return bend('ContentInfo', sequence(oid(SIGNED_DATA), element(0xa0, signedData)));
  }

  /** A TimeStampResp that grants the question. */
  grant(question: Question, options: TokenOptions = {}): Buffer {
    const token = this.tokenOver(options.imprint ?? question.imprint, {
      hash: question.hash,
      nonce: question.nonce,
      ...(question.policy === undefined ? {} : { policy: question.policy }),
      ...(question.certReq ? {} : { certificates: [] }),
      ...options,
    });
    return sequence(sequence(integer(0)), token);
  }

  #usualHash(): HashName {
    return this.kind === 'P-384' ? 'sha384' : this.kind === 'P-521' ? 'sha512' : 'sha256';
  }

  #info(imprint: Uint8Array, options: TokenOptions, bend: NonNullable<TokenOptions['bend']>): Buffer {
    const { accuracy, nonce, hash = 'sha256' } = options;
    return sequence(
      integer(1),
      oid(options.policy ?? POLICY),
      bend('messageImprint', sequence(hashAlgorithm(hash), octets(imprint))),
      integer(randomBytes(8)),
      generalizedTime(options.genTime ?? new Date()),
      ...(accuracy ? [accuracyOf(accuracy)] : []),
      ...(nonce ? [element(TAG.integer, nonce)] : []),
    );
  }

  #attributes(content: Buffer, digest: HashName, bend: NonNullable<TokenOptions['bend']>): Buffer {
    const certificateHash = createHash('sha256').update(this.certificate).digest();
    const [issuer, serial] = this.#issuerAndSerial();
    const signing = bend(
      'SigningCertificateV2',
      sequence(
        sequence(sequence(octets(certificateHash), sequence(sequence(element(0xa4, issuer)), serial))),
      ),
    );
    const attributes = sortedSet(
      attribute('1.2.840.113549.1.9.3', oid(TST_INFO)),
      attribute('1.2.840.113549.1.9.4', octets(createHash(digest).update(content).digest())),
      attribute('1.2.840.113549.1.9.16.2.47', signing),
    );
    return bend('signedAttributes', nodesOf(attributes)[0]?.content ?? attributes);
  }

  #signature(signed: Buffer, digest: HashName, { pss, rsa }: TokenOptions): [Buffer, Buffer] {
    if (!this.kind.startsWith('RSA'))
      return [sequence(oid(ECDSA_OIDS[digest])), octets(this.#ecdsa(signed, digest))];
    if (pss) {
      const saltLength = Number(digest.slice(3)) / 8;
      const key = { key: this.key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
      return [pssAlgorithm(digest, saltLength), octets(sign(digest, signed, key))];
    }
    const algorithm = rsa === 'withHash' ? RSA_OIDS[digest] : '1.2.840.113549.1.1.1';
    return [sequence(oid(algorithm), nothing), octets(sign(digest, signed, this.key))];
  }

  /** On P-256 the same bytes in every run with a seed. */
  #ecdsa(signed: Buffer, digest: HashName): Buffer {
    if (this.kind !== 'P-256') return sign(digest, signed, this.key);
    const { r, s } = signP256(this.key, signed, digest);
    return derSignature(numberBytes(r), numberBytes(s));
  }

  #name(): Buffer {
    return sequence(...this.#issuerAndSerial());
  }

  #issuerAndSerial(): [issuer: Buffer, serial: Buffer] {
    const [certificate] = nodesOf(this.certificate);
    const [signedPart] = nodesOf(certificate!.content);
    const [, serial, , issuer] = nodesOf(signedPart!.content);
    return [issuer!.raw, serial!.raw];
  }
}

function accuracyOf({ seconds, millis, micros }: NonNullable<TokenOptions['accuracy']>): Buffer {
  const implicit = (tag: number, value: number): Buffer =>
    element(tag, nodesOf(integer(value))[0]?.content ?? Buffer.alloc(0));
  return sequence(
    ...(seconds === undefined ? [] : [integer(seconds)]),
    ...(millis === undefined ? [] : [implicit(0x80, millis)]),
    ...(micros === undefined ? [] : [implicit(0x81, micros)]),
  );
}

function pssAlgorithm(digest: HashName, saltLength: number): Buffer {
  return sequence(
    oid('1.2.840.113549.1.1.10'),
    sequence(
      element(0xa0, hashAlgorithm(digest)),
      element(0xa1, sequence(oid('1.2.840.113549.1.1.8'), hashAlgorithm(digest))),
      element(0xa2, integer(saltLength)),
    ),
  );
}

/** A TimeStampResp that refuses; `failure` is a bit of PKIFailureInfo. */
export function rejection(text: string, failure: number): Buffer {
  const bits = Buffer.alloc(1 + (failure >> 3));
  bits[failure >> 3] = 0x80 >> (failure & 7);
  const unused = 7 - (failure & 7);
  return sequence(
    sequence(integer(2), sequence(utf8(text)), element(TAG.bitString, Buffer.of(unused), bits)),
  );
}

/** Reads a TimeStampReq. @throws {Error} When it is none that this authority understands. */
export function readQuestion(der: Buffer): Question {
  const [request] = nodesOf(der);
  const [, imprint, ...rest] = nodesOf(request!.content);
  const [algorithm, hashed] = nodesOf(imprint!.content);
  const id = nodesOf(algorithm!.content)[0]!.raw;
  const hash = (Object.keys(HASH_OIDS) as HashName[]).find((name) => oid(HASH_OIDS[name]).equals(id));
  if (!hash) throw new Error('hash of an unknown kind');
  const of = (tag: number): Buffer | undefined => rest.find((node) => node.tag === tag)?.content;
  const policy = of(TAG.oid);
  return {
    hash,
    imprint: hashed!.content,
    policy: policy && dotted(policy),
    nonce: of(TAG.integer),
    certReq: of(TAG.boolean)?.[0] === 0xff,
  };
}

function dotted(content: Buffer): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  return [
    Math.min(2, Math.floor(first / 40)),
    first - Math.min(2, Math.floor(first / 40)) * 40,
    ...rest,
  ].join('.');
}
