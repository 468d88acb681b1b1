/** Public verification: what anybody can also do alone, with a bundle and `chopmark verify`. */
import { isJsonObject, type JsonValue } from '@chopmark/core';
import type { Verdict } from '@chopmark/core/verify';
import type { InvoiceDesk } from '../invoices/invoice-desk.js';
import { Refusal } from '../problems/refusal.js';
import { parseText, requireMediaType } from '../requests/json-body.js';
import { parseBody } from '../requests/parse-with.js';
import type { RequestLimit } from '../requests/rate-limit.js';
import { readBody } from '../requests/read-body.js';
import { BundleRequest, CheckAnswer, CheckRequest, VerdictAnswer } from '../schemas/verification.js';
import { BUNDLE_MEDIA_TYPE } from './invoice-bundles.js';
import { JSON_TYPE, type Route } from './route.js';

/** Anybody may ask: less than the largest bundle, which its holder judges alone. */
const MAX_BODY_BYTES = 4_000_000;

export interface VerificationContext {
  /** Judges the text of a bundle under the local trust profile. */
  readonly verify: (bundle: Uint8Array) => Promise<Verdict>;
  /** Only the gateway that issues can compare three fields. */
  readonly desk?: Pick<InvoiceDesk, 'check'>;
  readonly verificationLimit: RequestLimit;
}

export function verificationRoutes({ verify, desk, verificationLimit }: VerificationContext): Route[] {
  return [
    {
      key: 'POST /v1/verifications',
      public: true,
      doc: {
        id: 'verify',
        tag: 'verification',
        summary: 'Verify a bundle, or compare number, date and total with the paper',
        description: 'The three-field check never says which field differs.',
        body: { [JSON_TYPE]: BundleRequest.or(CheckRequest), [BUNDLE_MEDIA_TYPE]: BundleRequest },
        answers: {
          200: {
            description: 'The verdict on a bundle, or the result of the check.',
            content: { [JSON_TYPE]: VerdictAnswer.or(CheckAnswer) },
            headers: ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'],
          },
        },
        problems: ['CHECK_NOT_AVAILABLE', 'TOO_MANY_REQUESTS'],
      },
      handle: async ({ req, res }) => {
        await verificationLimit.take(req, res);
        requireMediaType(req, [JSON_TYPE, BUNDLE_MEDIA_TYPE]);
        const bytes = await readBody(req, MAX_BODY_BYTES);
        const body = req.is(BUNDLE_MEDIA_TYPE) ? undefined : parseText(bytes);
        res.json(body === undefined || isBundle(body) ? await verify(bytes) : await check(body, desk));
      },
    },
  ];
}

function isBundle(body: JsonValue): boolean {
  return isJsonObject(body) && Object.hasOwn(body, 'format');
}

async function check(
  body: JsonValue,
  desk: VerificationContext['desk'],
): Promise<{ readonly result: string }> {
  const { number, date, issuedOn, total, totalGross } = parseBody(CheckRequest, body);
  if (desk === undefined) throw new Refusal('CHECK_NOT_AVAILABLE');
  return { result: await desk.check(number, date ?? issuedOn ?? '', total ?? totalGross ?? '') };
}
