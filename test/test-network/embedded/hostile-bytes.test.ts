/** Bytes from anybody who reaches a port: what would stop or mislead the process is refused. */
import assert from 'node:assert/strict';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import type { Channel } from '../../../test-network/dist/embedded/channel.js';
import {
  ProposalRefused,
  assertPassesFilters,
} from '../../../test-network/dist/embedded/endorser/proposal-check.js';
import { readStringsStrictly } from '../../../test-network/dist/embedded/wire/strict-strings.js';

describe('readStringsStrictly', () => {
  before(() => readStringsStrictly());

  const read = (hex: string): string =>
    gateway.EvaluateRequest.deserializeBinary(Buffer.from(hex, 'hex')).getTransactionId();

  it('refuses a string that states more bytes than there are, at once', () => {
    // Without it this walks through 4 GB that are not there.
    for (const hex of ['0affffffff0f', '0affffffff07', '0a0561', '1a060affffffff0f'])
      assert.throws(() => read(hex), hex);
  });

  it('refuses a string that is not UTF-8', () => {
    for (const hex of ['0a02c080', '0a03eda080', '0a01ff']) assert.throws(() => read(hex), hex);
  });

  it('reads every other string as it was written', () => {
    for (const text of ['', 'a', '\ufeffbom', '\u0000', '发票😀']) {
      const request = new gateway.EvaluateRequest();
      request.setTransactionId(text);
      request.setTargetOrganizationsList([text, 'TaxMSP']);
      const again = gateway.EvaluateRequest.deserializeBinary(request.serializeBinary());
      assert.deepEqual(again.toObject(), request.toObject());
    }
  });
});

describe('assertPassesFilters', () => {
  const now = new Date('2026-11-22T03:00:00Z');

  function at(seconds: number, nanos = 0): peer.SignedProposal {
    const timestamp = new timestamps.Timestamp();
    timestamp.setSeconds(seconds);
    timestamp.setNanos(nanos);
    const channelHeader = new common.ChannelHeader();
    channelHeader.setTimestamp(timestamp);
    const header = new common.Header();
    header.setChannelHeader(channelHeader.serializeBinary());
    const proposal = new peer.Proposal();
    proposal.setHeader(header.serializeBinary());
    const signed = new peer.SignedProposal();
    signed.setProposalBytes(proposal.serializeBinary());
    return signed;
  }

  const channel = { now: () => now } as Channel;
  const seconds = now.getTime() / 1000;

  it('refuses a time outside the window, however far', () => {
    for (const off of [seconds + 901, seconds - 901, 0, 8_640_000_000_001, 9e15, -9e15])
      assert.throws(() => assertPassesFilters(at(off), channel), ProposalRefused, String(off));
  });

  it('takes a time within it', () => {
    for (const near of [seconds, seconds + 899, seconds - 899]) assertPassesFilters(at(near), channel);
  });
});
