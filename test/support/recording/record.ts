/**
 * Records a full bundle from a platform that runs, with negative twins, into a folder of `test/bundles`:
 *
 *   npx tsx test/support/recording/record.ts embedded|native FOLDER
 *
 * The network and its keys end with the run, so nobody can make such a bundle again: what is recorded is frozen.
 *
 * @module
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bundle, type TrustProfile, parseTrustProfile } from '@chopmark/core/verify';
import type { NetworkKind } from '../networks.js';
import { TestPlatform, until } from '../platform.js';
import { CURRENT, TsaAuthority } from '../tsa/authority.js';
import { TsaServer } from '../tsa/server.js';
import { freeze } from './freeze.js';
import type { RecordedBundle } from './twins.js';

const HIDDEN = 'hide=/buyer/name&hide=/remark';
const MINUTE_MS = 60_000;
/** Over the header of the block, and over the root of the batch. */
const TOKENS = 2;

const [kind, folder] = process.argv.slice(2) as [NetworkKind, string];
const authority = await TsaAuthority.create('Timestamps for tests', CURRENT);
const tsa = await TsaServer.start(authority);
mkdirSync(folder, { recursive: true });
const platform = await TestPlatform.create(90, kind);
const roots = join(platform.home, 'authority.pem');
writeFileSync(roots, authority.pem);
try {
  Object.assign(platform.env, { CHOPMARK_TSA_URL: tsa.url, CHOPMARK_TSA_ROOTS: roots });
  await platform.start();
  const bundle = await recorded();
  const trust: TrustProfile = {
    ...parseTrustProfile(readFileSync(platform.sample('trust.json'))),
    timestampAuthorities: [authority.profile()],
    signatures: [],
  };
  await freeze(folder, bundle, trust, new Date());
} finally {
  await platform.destroy();
  await tsa.stop();
}

/** A full bundle with the tokens that the platform asked for. */
async function recorded(): Promise<RecordedBundle> {
  const token = await platform.signIn('issuer');
  const issued = await platform.call('POST', '/v1/invoices', {
    token,
    body: platform.readSample('new-invoice.json'),
    headers: { 'idempotency-key': 'recorded', prefer: 'wait=30' },
  });
  const path = `/v1/invoices/${issued.body.number}/bundle?parts=full&${HIDDEN}`;
  const answers: RecordedBundle[] = [];
  await until(MINUTE_MS, async () => {
    const answer = await platform.call('GET', path, { token });
    if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    const bundle = answer.body as unknown as Bundle;
    answers.unshift(bundle as RecordedBundle);
    return bundle.timestamps?.length === TOKENS;
  });
  return answers[0]!;
}
