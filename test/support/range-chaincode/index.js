/* global require, module */
/** A contract for tests of the network: everything that a chaincode may ask of its peer, one function each. */
const { appendFileSync, existsSync } = require('node:fs');
const { Contract } = require('fabric-contract-api');

async function rowsOf(iterator) {
  const rows = [];
  for (let step = await iterator.next(); !step.done; step = await iterator.next()) rows.push(step.value);
  await iterator.close();
  return rows;
}

class RangeContract extends Contract {
  constructor() {
    super('RangeContract');
  }

  async put(ctx, ...pairs) {
    for (let place = 0; place < pairs.length; place += 2) {
      await ctx.stub.putState(pairs[place], Buffer.from(pairs[place + 1]));
    }
  }

  async fill(ctx, prefix, count) {
    for (let place = 0; place < Number(count); place += 1) {
      await ctx.stub.putState(`${prefix}${String(place).padStart(4, '0')}`, Buffer.from(String(place)));
    }
  }

  async remove(ctx, key) {
    await ctx.stub.deleteState(key);
  }

  async get(ctx, key) {
    return (await ctx.stub.getState(key)).toString();
  }

  async keys(ctx, start, end) {
    return JSON.stringify((await rowsOf(await ctx.stub.getStateByRange(start, end))).map(({ key }) => key));
  }

  /** Reads the range and writes what it found: the transaction that a phantom spoils. */
  async count(ctx, start, end, target) {
    const rows = await rowsOf(await ctx.stub.getStateByRange(start, end));
    await ctx.stub.putState(target, Buffer.from(String(rows.length)));
    return String(rows.length);
  }

  async page(ctx, start, end, size, bookmark) {
    const { iterator, metadata } = await ctx.stub.getStateByRangeWithPagination(
      start,
      end,
      Number(size),
      bookmark,
    );
    const keys = (await rowsOf(iterator)).map(({ key }) => key);
    return JSON.stringify({ keys, bookmark: metadata.bookmark, fetched: metadata.fetchedRecordsCount });
  }

  async history(ctx, key) {
    const rows = await rowsOf(await ctx.stub.getHistoryForKey(key));
    return JSON.stringify(
      rows.map(({ value, isDelete, txId }) => ({ value: value.toString(), isDelete, txId })),
    );
  }

  async putComposite(ctx, type, attribute, value) {
    await ctx.stub.putState(ctx.stub.createCompositeKey(type, [attribute]), Buffer.from(value));
  }

  async composites(ctx, type) {
    const rows = await rowsOf(await ctx.stub.getStateByPartialCompositeKey(type, []));
    return JSON.stringify(rows.map(({ key }) => ctx.stub.splitCompositeKey(key).attributes[0]));
  }

  async guard(ctx, key, policy) {
    await ctx.stub.setStateValidationParameter(key, Buffer.from(policy, 'base64'));
  }

  async guardOf(ctx, key) {
    return Buffer.from((await ctx.stub.getStateValidationParameter(key)) ?? []).toString('base64');
  }

  /** Says in the file that it runs here, and ends when a file of that name and `.go` is there. */
  async slow(ctx, file) {
    await ctx.stub.putState('slow', Buffer.from('started'));
    appendFileSync(file, `${process.env.CORE_PEER_LOCALMSPID}\n`);
    while (!existsSync(`${file}.go`)) await new Promise((resolve) => setTimeout(resolve, 20));
    return 'done';
  }

  async die() {
    process.exit(1);
  }

  /** Another result at each organization. */
  async disagree() {
    return process.env.CORE_PEER_LOCALMSPID;
  }

  async call(ctx, name, key) {
    const response = await ctx.stub.invokeChaincode(name, ['get', key], ctx.stub.getChannelID());
    return JSON.stringify({
      status: response.status,
      payload: Buffer.from(response.payload ?? []).toString(),
    });
  }

  async announce(ctx, name) {
    ctx.stub.setEvent(name, Buffer.from(name));
    await ctx.stub.putState(name, Buffer.from('announced'));
  }

  async privately(ctx, key) {
    return (await ctx.stub.getPrivateData('collection', key)).toString();
  }

  async query(ctx, text) {
    return JSON.stringify(await rowsOf(await ctx.stub.getQueryResult(text)));
  }

  async refuse(ctx, text) {
    ctx.stub.setEvent('refused', Buffer.from(text));
    await ctx.stub.putState('refused', Buffer.from(text));
    throw new Error(text);
  }

  /** What the contract is told about the call, without what is random. */
  async context(ctx) {
    return JSON.stringify({
      function: ctx.stub.getFunctionAndParameters().fcn,
      channel: ctx.stub.getChannelID(),
      transactionId: ctx.stub.getTxID().length,
      creator: ctx.stub.getCreator().mspid,
      seconds: Number(ctx.stub.getTxTimestamp().seconds) > 0,
      transient: [...ctx.stub.getTransient()].map(([name, value]) => `${name}=${value.toString()}`),
    });
  }

  /** Length of every argument, as bytes. */
  async sizes(ctx) {
    const [, ...args] = ctx.stub.getBufferArgs();
    return JSON.stringify(args.map((arg) => arg.length));
  }

  async bytes(ctx, count) {
    return 'x'.repeat(Number(count));
  }

  async putBytes(ctx, key, count) {
    await ctx.stub.putState(key, Buffer.alloc(Number(count), 'x'));
  }

  /** Reads see what was committed, never what the same transaction wrote. */
  async writeAndRead(ctx, key, value) {
    await ctx.stub.putState(key, Buffer.from(value));
    return (await ctx.stub.getState(key)).toString();
  }

  async writeTwiceAndRemove(ctx, key, other) {
    await ctx.stub.putState(key, Buffer.from('first'));
    await ctx.stub.putState(key, Buffer.from('second'));
    await ctx.stub.putState(other, Buffer.from('written'));
    await ctx.stub.deleteState(other);
  }

  /** Reads, then writes: of two at once, one counts. */
  async increment(ctx, key) {
    const count = Number((await ctx.stub.getState(key)).toString() || '0') + 1;
    await ctx.stub.putState(key, Buffer.from(String(count)));
    return String(count);
  }

  async putEmpty(ctx, key) {
    await ctx.stub.putState(key, Buffer.alloc(0));
  }

  async unguard(ctx, key) {
    await ctx.stub.setStateValidationParameter(key, Buffer.alloc(0));
  }

  async announceBytes(ctx, name, count) {
    ctx.stub.setEvent(name, Buffer.alloc(Number(count), 'x'));
  }

  /** Leaves the range after so many results, and then writes, so that versions are checked. */
  async first(ctx, start, end, limit, target) {
    const iterator = await ctx.stub.getStateByRange(start, end);
    const keys = [];
    while (keys.length < Number(limit)) keys.push((await iterator.next()).value.key);
    await iterator.close();
    await ctx.stub.putState(target, Buffer.from(keys.join()));
    return keys.join();
  }

  /** Two events: one of them counts. */
  async announceTwice(ctx, first, second) {
    ctx.stub.setEvent(first, Buffer.from(first));
    ctx.stub.setEvent(second, Buffer.from(second));
  }

  async announceThrough(ctx, name, own, inner) {
    ctx.stub.setEvent(own, Buffer.from(own));
    await ctx.stub.invokeChaincode(name, ['announce', inner], ctx.stub.getChannelID());
  }

  /** Name, channel, and the arguments: any function of any chaincode on any channel. */
  async forward(ctx, ...call) {
    const [name, channel, ...args] = call;
    const response = await ctx.stub.invokeChaincode(name, args, channel);
    return JSON.stringify({
      status: response.status,
      message: response.message,
      payload: Buffer.from(response.payload ?? []).toString(),
    });
  }

  async pageThenWrite(ctx, start, end, target) {
    const { iterator } = await ctx.stub.getStateByRangeWithPagination(start, end, 2, '');
    await rowsOf(iterator);
    await ctx.stub.putState(target, Buffer.from('written'));
  }

  async writeThenPage(ctx, start, end, target) {
    await ctx.stub.putState(target, Buffer.from('written'));
    const { iterator } = await ctx.stub.getStateByRangeWithPagination(start, end, 2, '');
    return String((await rowsOf(iterator)).length);
  }

  async compositePage(ctx, type, size, bookmark) {
    const { iterator, metadata } = await ctx.stub.getStateByPartialCompositeKeyWithPagination(
      type,
      [],
      Number(size),
      bookmark,
    );
    const keys = (await rowsOf(iterator)).map(({ key }) => ctx.stub.splitCompositeKey(key).attributes[0]);
    return JSON.stringify({ keys, more: metadata.bookmark !== '', fetched: metadata.fetchedRecordsCount });
  }

  async putPrivate(ctx, collection, key, value) {
    await ctx.stub.putPrivateData(collection, key, Buffer.from(value));
  }

  async getPrivate(ctx, collection, key) {
    return (await ctx.stub.getPrivateData(collection, key)).toString();
  }

  async privateHash(ctx, collection, key) {
    return Buffer.from((await ctx.stub.getPrivateDataHash(collection, key)) ?? []).toString('hex');
  }

  async purgePrivate(ctx, collection, key) {
    await ctx.stub.purgePrivateData(collection, key);
  }
}

module.exports.contracts = [RangeContract];
