/**
 * What the first run leaves for people to try: twenty sample invoices on the ledger and the files under `samples/`.
 *
 * @module
 */
import { join } from 'node:path';
import { type DemoAccount } from './demo-accounts.js';
import { forgeTotal } from './forge.js';
import { GatewayClient, type IssuedInvoice } from './gateway-client.js';
import { type Home, readJson, removeFile, writeJson } from './home.js';
import { PlatformError } from './platform-error.js';
import type { Progress } from './progress.js';
import { newInvoiceBody, sampleInvoices } from './sample-invoices.js';

const SAMPLE_FILES = ['new-invoice.json', 'bundle.json', 'bundle-forged.json', 'trust.json'];

interface SeedNote {
  readonly network: string;
  /** Number of the sample whose bundle lies in `samples/`. */
  readonly number: string;
}

/**
 * Issues the samples once for each network and renews the sample files (a bundle's status ages).
 *
 * @returns The number of the sample invoice.
 * @throws {PlatformError} `SEED_FAILED`; the next start goes on where this one stopped.
 */
export async function seedSamples(
  home: Home,
  network: string,
  tax: string,
  accounts: readonly DemoAccount[],
  progress: Progress,
): Promise<string> {
  const client = new GatewayClient(tax);
  await client.signIn(officerOf(accounts));
  const noteFile = join(home.root, home.kind, 'seed.json');
  const note = readJson(noteFile) as SeedNote | undefined;
  const number = note?.network === network ? note.number : await issueSamples(client, progress);
  writeJson(noteFile, { network, number } satisfies SeedNote);

  const bundle = await client.bundle(number);
  const contents: unknown[] = [newInvoiceBody(), bundle, forgeTotal(bundle), await client.trust()];
  SAMPLE_FILES.forEach((name, at) => writeJson(join(home.samples, name), contents[at]));
  return number;
}

/** Sample files of another network would mislead: they go before a start. */
export function clearSamples(home: Home): void {
  for (const name of SAMPLE_FILES) removeFile(join(home.samples, name));
}

async function issueSamples(client: GatewayClient, progress: Progress): Promise<string> {
  const samples = sampleInvoices();
  progress.step(`issuing ${samples.length} sample invoices`);
  const issued = await Promise.all(
    samples.map((sample, at) => client.issue(sample, `chopmark-sample-${at + 1}`)),
  );
  const anchored = await Promise.all(issued.map((invoice) => settled(client, invoice)));
  const number = anchored[0]?.number;
  if (typeof number !== 'string')
    throw new PlatformError(
      'SEED_FAILED',
      'the first sample invoice has no number',
      'Start again; the log of the tax gateway says why.',
    );
  return number;
}

/** An invoice that was accepted but not anchored in time is asked for again. */
async function settled(client: GatewayClient, invoice: IssuedInvoice): Promise<IssuedInvoice> {
  let current = invoice;
  for (
    let attempt = 0;
    attempt < 100 && current.state !== 'anchored' && current.state !== 'refused';
    attempt += 1
  ) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    current = await client.invoice(invoice.id);
  }
  if (current.state !== 'anchored')
    throw new PlatformError(
      'SEED_FAILED',
      `sample invoice ${invoice.id} is ${current.state}`,
      'Start again: it is anchored as soon as the ledger answers.',
    );
  return current;
}

function officerOf(accounts: readonly DemoAccount[]): DemoAccount {
  const officer = accounts.find(({ roles }) => roles.includes('taxOfficer'));
  if (officer === undefined)
    throw new PlatformError(
      'SEED_FAILED',
      'demo-accounts.json has no tax officer',
      'Remove the file and start again: it is made anew.',
    );
  return officer;
}
