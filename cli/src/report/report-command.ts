/** `chopmark report`: a verdict with every step that leads there, for an expert who repeats it by hand. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { collect, orComplain } from '../verify/verify-command.js';
import { type ReportOptions, runReport } from './run-report.js';

const HELP = `
The report says what was judged, with which answer, which steps lead there, and what is not proven. report.json is
complete; report.pdf is for reading and printing, in Chinese and English, and carries report.json and the judged file
as attachments. A workbook is a folder with every input as a file and steps.sh, which repeats each step with bash,
openssl and coreutils and says ok or DIFFERS (docs/verification-report.md).

Exit code: as of chopmark verify. The same file, profile and instant give the same bytes; --at names the instant of an
earlier report, to make it again.

Examples:
  $ chopmark report invoice.json --trust trust.json --out report.pdf
  $ chopmark report invoice.json --out report.pdf --out report.json --workbook book && bash book/steps.sh`;

export function addReportCommand(program: Command): void {
  program
    .command('report')
    .summary('explain a verdict step by step, as PDF, JSON or workbook')
    .description(
      'Judges one bundle and writes a verification report. Without --trust: by the profile of the network under CHOPMARK_HOME (.chopmark).',
    )
    .argument('<file>', 'bundle, or a folder or ZIP archive that holds one; - is standard input')
    .addOption(
      new Option('--trust <file>', 'trust profile to judge by; may be given several times').argParser(
        collect,
      ),
    )
    .addOption(
      new Option('--out <file>', 'report to write, .pdf or .json; may be given several times').argParser(
        outName,
      ),
    )
    .option('--workbook <folder>', 'new folder for inputs and steps.sh')
    .addOption(
      new Option('--at <instant>', 'judge as of this instant (RFC 3339), not of now').argParser(instantFrom),
    )
    .addHelpText('after', HELP)
    .action(async (file: string, options: ReportOptions, command: Command) => {
      if (!options.out && options.workbook === undefined)
        command.error('error: name what to write: --out report.pdf, --out report.json or --workbook folder');
      process.exitCode = await orComplain(() => runReport(file, options));
    });
}

function outName(file: string, before: readonly string[] | undefined): readonly string[] {
  if (!/\.(pdf|json)$/i.test(file)) throw new InvalidArgumentError('The name must end in .pdf or .json.');
  return collect(file, before);
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;

function instantFrom(text: string): Date {
  const instant = new Date(text);
  if (!INSTANT.test(text) || Number.isNaN(instant.getTime()))
    throw new InvalidArgumentError('An instant is written like 2026-11-20T08:10:00Z.');
  return instant;
}
