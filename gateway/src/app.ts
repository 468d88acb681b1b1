/**
 * The HTTP side of one gateway: opens no socket, reads no environment.
 *
 * @module
 */
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Logger } from 'pino';
import type { SdkFile } from './guide/sdk.js';
import type { InvoiceLinks } from './links/invoice-links.js';
import type { ImportRunner } from './imports/import-runner.js';
import type { InvoiceDesk } from './invoices/invoice-desk.js';
import type { Metrics } from './metrics/metrics.js';
import { requestMetrics } from './metrics/request-metrics.js';
import { mountRoutes, type MountContext } from './mount-routes.js';
import { PROBLEM_MEDIA_TYPE, toProblem } from './problem.js';
import { Refusal } from './problems/refusal.js';
import { asError, localsOf, prepareLocals } from './request-locals.js';
import { requestLog } from './request-log.js';
import { batchTemplateRoutes } from './routes/batch-template.js';
import { bundleArchiveRoutes } from './routes/bundle-archives.js';
import { auditRoutes, type AuditContext } from './routes/audit.js';
import { auditDepositRoutes, type AuditDepositContext } from './routes/audit-deposits.js';
import { oidcRoutes, type OidcContext } from './routes/oidc.js';
import { apiKeyRoutes, type ApiKeyContext } from './routes/api-keys.js';
import { accountRoutes, type AccountContext } from './routes/accounts.js';
import { invoiceBatchRoutes } from './routes/invoice-batches.js';
import { invoiceBundleRoutes } from './routes/invoice-bundles.js';
import { invoiceLinkRoutes } from './routes/invoice-links.js';
import { invoicePrivacyRoutes } from './routes/invoice-privacy.js';
import { invoiceRoutes } from './routes/invoices.js';
import { meRoutes } from './routes/me.js';
import { withOpenApi } from './routes/openapi.js';
import { operationEventRoutes, type EventTimes } from './routes/operation-events.js';
import { operationRoutes } from './routes/operations.js';
import { organizationRoutes, type OrganizationContext } from './routes/organizations.js';
import { helpPages, referencePages, sampleFiles, webPages } from './routes/pages.js';
import { passwordRoutes, type PasswordContext } from './routes/passwords.js';
import { platformRoutes, type PlatformContext } from './routes/platform.js';
import type { Route } from './routes/route.js';
import { setupPage } from './routes/setup-page.js';
import { sdkFiles } from './routes/sdk-files.js';
import { sessionRoutes, type SessionContext } from './routes/sessions.js';
import { registerRoutes } from './routes/registers.js';
import { sharedInvoicePage } from './routes/shared-invoice-page.js';
import { sharedInvoiceRoutes } from './routes/shared-invoices.js';
import { startPage } from './routes/start-page.js';
import { trustRoutes } from './routes/trust.js';
import { verificationRoutes, type VerificationContext } from './routes/verifications.js';
import { webhookRoutes, type WebhookContext } from './routes/webhooks.js';
import { apiHeaders } from './security-headers.js';
import { requestSpans } from './tracing/request-spans.js';

export interface AppContext
  extends
    MountContext,
    SessionContext,
    PasswordContext,
    OrganizationContext,
    AccountContext,
    ApiKeyContext,
    OidcContext,
    AuditContext,
    VerificationContext,
    WebhookContext,
    PlatformContext {
  /** Set where invoices are issued: at the tax bureau. */
  readonly desk?: InvoiceDesk;
  /** Where checkpoints of the audit log go; only tests leave it out. */
  readonly deposits?: AuditDepositContext['deposits'];
  /** Set with it. */
  readonly imports?: ImportRunner;
  readonly links?: InvoiceLinks;
  /** Aborted when the gateway is about to stop. */
  readonly draining?: AbortSignal;
  /** Only tests pass their own. */
  readonly eventTimes?: Partial<EventTimes>;
  /** The file as it is now. */
  readonly trustProfile: () => string;
  /** Of that profile, in groups of four digits. */
  readonly trustFingerprint: () => string;
  readonly now: () => Date;
  readonly spoolFolder: string;
  readonly maxBatchBytes: number;
  readonly logger: Logger;
  readonly metrics?: Metrics;
  /** Address that others use; empty for links relative to this host. */
  readonly publicUrl: string;
  /** Number of proxies in front whose X-Forwarded-For counts. */
  readonly trustedProxies: number;
  /** Built pages; absent: none are served. */
  readonly webFolder?: string;
  /** The SDK, for whoever has no registry; absent: none is given out. */
  readonly sdk?: readonly SdkFile[];
  /** Sample files of a demonstration; absent: none are served. */
  readonly samplesFolder?: string;
}

export function createApp(context: AppContext): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.set('query parser', 'simple');
  app.set('trust proxy', context.trustedProxies);

  app.use(prepareLocals, requestSpans, requestLog(context.logger), apiHeaders);
  if (context.metrics !== undefined) app.use(requestMetrics(context.metrics));
  mountRoutes(app, routesOf(context), context);
  app.use(helpPages(), referencePages(), startPage(context), setupPage(context));
  if (context.sdk !== undefined) app.use(sdkFiles(context.sdk));
  const issuing = issuingContext(context);
  if (issuing !== undefined) app.use(sharedInvoicePage(issuing));
  if (context.samplesFolder !== undefined) app.use(sampleFiles(context.samplesFolder));
  if (context.webFolder !== undefined) app.use(webPages(context.webFolder));
  app.use(() => {
    throw new Refusal('ROUTE_NOT_FOUND');
  });
  app.use(problemAnswers(context.publicUrl));
  return app;
}

/** Every route of this organization's gateway, with those of the issuing side where there is a desk. */
export function routesOf(context: AppContext): Route[] {
  const issuing = issuingContext(context);
  const { webhooks, deposits } = context;
  const routes = [
    ...sessionRoutes(context),
    ...meRoutes(context),
    ...passwordRoutes(context),
    ...organizationRoutes(context),
    ...accountRoutes(context),
    ...apiKeyRoutes(context),
    ...(issuing === undefined ? [] : issuingRoutes(issuing)),
    ...oidcRoutes(context),
    ...auditRoutes(context),
    ...(deposits === undefined ? [] : auditDepositRoutes({ ...context, deposits })),
    ...(webhooks === undefined ? [] : webhookRoutes(webhooks)),
    ...verificationRoutes(context),
    ...trustRoutes(context),
    ...platformRoutes(context),
  ];
  return withOpenApi(routes, context.version.version, context.publicUrl);
}

type IssuingContext = AppContext & Required<Pick<AppContext, 'desk' | 'imports' | 'links'>>;

function issuingContext(context: AppContext): IssuingContext | undefined {
  const { desk, imports, links } = context;
  const hasAll = desk !== undefined && imports !== undefined && links !== undefined;
  return hasAll ? { ...context, desk, imports, links } : undefined;
}

function issuingRoutes(context: IssuingContext): Route[] {
  return [
    ...invoiceRoutes(context),
    ...invoiceBundleRoutes(context),
    ...invoicePrivacyRoutes(context),
    ...bundleArchiveRoutes(context),
    ...invoiceBatchRoutes(context),
    ...batchTemplateRoutes(),
    ...operationRoutes(context),
    ...operationEventRoutes(context),
    ...invoiceLinkRoutes(context),
    ...sharedInvoiceRoutes(context),
    ...registerRoutes(context),
  ];
}

/** The last step: whatever was thrown becomes a problem. */
function problemAnswers(helpBase: string): ErrorRequestHandler {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express tells a handler of errors by its four parameters
  return (error: unknown, req, res, _next) => {
    if (res.headersSent) {
      // Half an answer cannot be taken back: cutting it off is how the reader learns of it.
      res.destroy();
      return;
    }
    const locals = localsOf(res);
    const { language, traceId } = locals;
    const instance = req.originalUrl.split('?', 1)[0] ?? '';
    const { status, headers, body } = toProblem(error, { language, instance, traceId, helpBase });
    if (status >= 500) locals.fault = asError(error);
    res.status(status).set(headers).type(PROBLEM_MEDIA_TYPE).send(JSON.stringify(body));
  };
}
