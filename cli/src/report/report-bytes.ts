import type { VerificationReport } from '@chopmark/core/verify';

/** The report as a file; a PDF names the SHA-256 of these bytes. */
export function reportBytes(report: VerificationReport): Buffer {
  return Buffer.from(`${JSON.stringify(report, null, 1)}\n`);
}
