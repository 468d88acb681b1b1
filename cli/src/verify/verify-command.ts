/** `chopmark verify`: judges bundles on this machine, without asking anybody. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CommandError } from './command-error.js';
import { EXIT } from './exit-code.js';
import { isReportName } from './output/report-file.js';
import { type VerifyOptions, runVerify } from './run-verify.js';
import { plain } from './terminal.js';

const HELP = `
A folder is looked through with the folders in it, a ZIP archive without unpacking it to disk: every .json file there
is a bundle to be judged, but for trust profiles and for evidence that bundles name by its hash (<sha256>.json, in
evidence/ or beside them). Links are not followed, archives in archives not opened.

Exit code:
  0  valid and in force
  3  valid, not in force
  4  invalid: something contradicts the signed record
  5  indeterminate, or whether it is in force is unknown
  1  error: a file or profile cannot be read
  2  wrong call
With several files the worst one counts: 4, then 1, 5, 3, 0. A forgery does not hide behind a file that cannot be read.

Output: up to ten named files are answered in full, more of them and those of folders and archives by a line each;
--json prints one line of JSON for each file in every case. What sums them up goes to stderr.

Examples:
  $ chopmark verify invoice.json
  $ chopmark verify *.json --trust trust.json --json
  $ chopmark verify invoices/ march.zip --quiet --report march.csv
  $ curl -s https://…/bundle | chopmark verify - --trust trust.json`;

export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .summary('judge bundles')
    .description(
      'Judges bundles on this machine. Without --trust: by the profile of the network under CHOPMARK_HOME (.chopmark).',
    )
    .argument('<file...>', 'bundles, folders, ZIP archives; - is standard input')
    .addOption(
      new Option('--trust <file>', 'trust profile to judge by; may be given several times').argParser(
        collect,
      ),
    )
    .option('--json', 'print one line of JSON for each file')
    .option('--quiet', 'print only what is not valid and in force')
    .addOption(
      new Option('--report <file>', 'write what became of each file; .csv or .json').argParser(reportName),
    )
    .option('--offline', 'ask nobody: what this command always does, said aloud')
    .addOption(
      new Option('--lang <language>', 'language of the answer; default by LANG').choices(['zh', 'en']),
    )
    .option('--no-color', 'no colors (also: NO_COLOR)')
    .addHelpText('after', HELP)
    .action(async (files: string[], options: VerifyOptions) => {
      process.exitCode = await orComplain(() => runVerify(files, options));
    });
}

/** Runs a command; what keeps it from its work is said on stderr. */
export async function orComplain(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`chopmark: ${error.code}: ${plain(error.message)}\n`);
    return EXIT.error;
  }
}

export function collect(file: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), file];
}

function reportName(file: string): string {
  if (!isReportName(file)) throw new InvalidArgumentError('The name must end in .csv or .json.');
  return file;
}
