/** Public verification: what anybody can also do alone, with a bundle and `chopmark verify`. */
import { isJsonObject, type JsonValue } from '@chopmark/core';
import { MAX_BUNDLE_BYTES, type Verdict } from '@chopmark/core/verify';
import type { InvoiceDesk } from '../invoices/invoice-desk.js';
import type { FilePlace } from '../keys/sealed-file.js';
import { Refusal } from '../problems/refusal.js';
import { readBodyOrFile } from '../requests/body-or-file.js';
import { parseText, requireMediaType } from '../requests/json-body.js';
import { parseBody } from '../requests/parse-with.js';
import { RATE_LIMIT_HEADERS, type RequestLimit } from '../requests/rate-limit.js';
import { Turns } from '../requests/turns.js';
import { BundleRequest, CheckAnswer, CheckRequest, VerdictAnswer } from '../schemas/verification.js';
import { BUNDLE_MEDIA_TYPE } from './invoice-bundles.js';
import { type Call, JSON_TYPE, type Route } from './route.js';

/** Larger bodies are full bundles: kept in a file until they are judged. */
const IN_MEMORY_BYTES = 64 * 1024;
/** Files of verifications under way: with the largest body, how much disk anybody can make this gateway use. */
const FILES_AT_ONCE = 32;

export interface VerificationContext {
  /** Judges the text of a bundle under the local trust profile. */
  readonly verify: (bundle: Uint8Array) => Promise<Verdict>;
  /** The same for a sealed file. */
  readonly verifyFile: (file: FilePlace) => Promise<Verdict>;
  readonly spoolFolder: string;
  /** Only the gateway that issues can compare three fields. */
  readonly desk?: Pick<InvoiceDesk, 'check'>;
  readonly verificationLimit: RequestLimit;
}

export function verificationRoutes(context: VerificationContext): Route[] {
  const turns = new Turns(FILES_AT_ONCE, 'OVERLOADED');
  return [
    {
      key: 'POST /v1/verifications',
      public: true,
      doc: {
        id: 'verify',
        tag: 'verification',
        summary: 'Verify a bundle, or compare number, date and total with the paper',
        description: `A compact or full bundle, at most ${MAX_BUNDLE_BYTES} bytes; archives are judged by the command line. The three-field check never says which field differs.`,
        body: { [JSON_TYPE]: BundleRequest.or(CheckRequest), [BUNDLE_MEDIA_TYPE]: BundleRequest },
        answers: {
          200: {
            description: 'The verdict on a bundle, or the result of the check.',
            content: { [JSON_TYPE]: VerdictAnswer.or(CheckAnswer) },
            headers: RATE_LIMIT_HEADERS,
          },
        },
        problems: ['CHECK_NOT_AVAILABLE', 'TOO_MANY_REQUESTS'],
      },
      handle: async (call) => {
        await context.verificationLimit.take(call.req, call.res);
        requireMediaType(call.req, [JSON_TYPE, BUNDLE_MEDIA_TYPE]);
        call.res.json(await answerTo(call, context, turns));
      },
    },
  ];
}

type Answer = Verdict | { readonly result: string };

async function answerTo({ req }: Call, context: VerificationContext, turns: Turns): Promise<Answer> {
  let end = (): void => undefined;
  try {
    const body = await readBodyOrFile(req, {
      maxBytes: MAX_BUNDLE_BYTES,
      inMemoryBytes: IN_MEMORY_BYTES,
      folder: context.spoolFolder,
      beforeFile: () => (end = turns.take('')),
    });
    // Nothing but a bundle is as large.
    if ('file' in body) {
      return await context.verifyFile(body.file).finally(() => body.file.remove());
    }
    const value = req.is(BUNDLE_MEDIA_TYPE) ? undefined : parseText(body.bytes);
    return value === undefined || isBundle(value)
      ? await context.verify(body.bytes)
      : await check(value, context.desk);
  } finally {
    end();
  }
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
