/** One line of `chopmark network doctor`. */
export type DoctorFinding = {
  /** What was looked at: `ports`, `binaries`, … */
  readonly check: string;
  readonly ok: boolean;
  /** What was found. */
  readonly detail: string;
  /** What exactly to do; absent when all is well. */
  readonly cure?: string;
};

export function ok(check: string, detail: string): DoctorFinding {
  return { check, ok: true, detail };
}

export function fault(check: string, detail: string, cure: string): DoctorFinding {
  return { check, ok: false, detail, cure };
}
