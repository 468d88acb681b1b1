/** Until when certificates hold that this gateway needs. */
import type { CertificateEnd } from '../config/certificate-ends.js';
import type { Metrics } from './metrics.js';

/** @param ends As they were when the process read its files: new files count from its next start. */
export function measureCertificates(metrics: Metrics, ends: readonly CertificateEnd[]): void {
  metrics.gauges(
    'chopmark_certificate_expires_timestamp_seconds',
    'End of each certificate that this process uses, in seconds since 1970',
    'certificate',
    () => ends.map(({ name, at }) => [name, at.getTime() / 1_000]),
  );
}
