/** Written by scripts/api-document.mjs from docs/openapi.json; not by hand. */
export interface paths {
  '/.well-known/chopmark-trust.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The trust profile of this network */
    get: operations['getTrustProfile'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/livez': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the process answers */
    get: operations['getLiveness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This document */
    get: operations['getOpenApi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/readyz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the gateway can do its work */
    get: operations['getReadiness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/account-setups': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Set the password of a new account, or of one that was reset */
    post: operations['setUpAccount'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/account-setups/preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Which account a setup secret is for; the secret counts as before */
    post: operations['previewAccountSetup'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/accounts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The accounts that one looks after, by name */
    get: operations['listAccounts'];
    put?: never;
    /** Make an account; its owner sets the password by a secret that is shown once */
    post: operations['createAccount'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/accounts/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** An account by its id */
    get: operations['getAccount'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/accounts/{id}/api-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The API keys of an account that one looks after */
    get: operations['listApiKeysOfAccount'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/accounts/{id}/api-keys/{keyId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Revoke a key of an account that one looks after */
    delete: operations['revokeApiKeyOfAccount'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/accounts/{id}/identity': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Bind an identity of the identity provider to an account; ends its sessions */
    put: operations['bindIdentity'];
    post?: never;
    /** Take the identity of an account away; ends its sessions */
    delete: operations['unbindIdentity'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/accounts/{id}/reset': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Take the password away and give a secret to set another */
    post: operations['resetAccount'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/accounts/{id}/roles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Give and take roles; ends the sessions of the account */
    put: operations['changeRoles'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/accounts/{id}/suspension': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Suspend an account; ends its sessions */
    post: operations['suspendAccount'];
    /** Let a suspended account in again */
    delete: operations['resumeAccount'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit-checkpoints': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where the audit log stood at times, newest first; keep them elsewhere */
    get: operations['listAuditCheckpoints'];
    put?: never;
    /**
     * Deposit on the ledger where the audit log stands now
     * @description Waits (Prefer: wait=N, default 5 s) until the checkpoint stands on the ledger. While nothing has happened since the newest one, that is the answer.
     */
    post: operations['makeAuditCheckpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit-checkpoints/{number}/bundle': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The proof of a checkpoint, for chopmark verify and chopmark audit verify */
    get: operations['getAuditCheckpointBundle'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit-log': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The audit log as it stands, for chopmark audit verify
     * @description The export is itself told to the log; it is the last record of what it gives.
     */
    get: operations['exportAuditLog'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit-records': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was done at this gateway, newest first */
    get: operations['listAuditRecords'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invoice-batches': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Issue many invoices in one upload
     * @description NDJSON: each line a body of POST /v1/invoices, at most 64 KB. CSV (UTF-8 or GB18030) and XLSX: columns of GET /v1/invoice-batches/template; rows that follow each other with the same reference are one invoice. ZIP: one EInvoice XML for each invoice. Nothing is accepted before the upload is complete and readable to its end; invoices are then judged one by one, and those that break a rule are refused alone, see the results. Answered when every line is durable, or after Prefer: wait=N seconds; the operation goes on either way.
     */
    post: operations['issueInvoiceBatch'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invoice-batches/template': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * An empty table for POST /v1/invoice-batches
     * @description Columns in Chinese or English by Accept-Language; both are understood. XLSX formats every column as text.
     */
    get: operations['getInvoiceBatchTemplate'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invoice-bundles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The proofs of the anchored invoices that one may see, in one archive
     * @description At most 10000 documents; dates and numbers, both inclusive, choose a part.
     */
    get: operations['getInvoiceBundles'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invoices': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The invoices that one may see, newest first
     * @description A page may hold fewer than limit; nextCursor is null on the last one.
     */
    get: operations['listInvoices'];
    put?: never;
    /**
     * Issue an invoice
     * @description Checks the invoice, makes it durable and waits (Prefer: wait=N, default 5 s) until it stands on the ledger.
     */
    post: operations['issueInvoice'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invoices/{number}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** An invoice by number or id */
    get: operations['getInvoice'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invoices/{number}/bundle': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The proof of an invoice, for anybody to verify without us */
    get: operations['getInvoiceBundle'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invoices/{number}/document': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The whole document, for its parties */
    get: operations['getInvoiceDocument'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invoices/{number}/erasure': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Destroy the contents of an invoice for good
     * @description Key, document, secret and everything that finds it are destroyed; id, number, time, reason and who remain. A legal hold and the retention period come first. Proofs of its siblings stay as they are.
     */
    post: operations['eraseInvoice'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invoices/{number}/holds': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Legal holds of an invoice, lifted ones too */
    get: operations['listInvoiceHolds'];
    put?: never;
    /** Keep an invoice from being erased until the hold is lifted */
    post: operations['holdInvoice'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invoices/{number}/holds/{hold}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Lift a legal hold */
    delete: operations['liftInvoiceHold'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invoices/{number}/links': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The secret links to an invoice, without their secrets
     * @description Those that one may revoke: of the own organization, all of them for a tax officer.
     */
    get: operations['listInvoiceLinks'];
    put?: never;
    /** A secret link to an invoice, for somebody without an account */
    post: operations['makeInvoiceLink'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/invoices/{number}/links/{linkId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Revoke a secret link; it opens nothing from now on */
    delete: operations['revokeInvoiceLink'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The account that asks */
    get: operations['getMe'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/api-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One’s own API keys */
    get: operations['listMyApiKeys'];
    put?: never;
    /** Make an API key: a part of one’s own rights, for a program */
    post: operations['createApiKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/api-keys/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Revoke a key of one’s own */
    delete: operations['revokeApiKey'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/api-keys/{id}/rotation': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Replace a key by another; both count for some hours */
    post: operations['rotateApiKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Change one’s own password; ends one’s other sessions */
    put: operations['changeMyPassword'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One’s own open sessions */
    get: operations['listMySessions'];
    put?: never;
    post?: never;
    /** Sign out everywhere, here included */
    delete: operations['endMySessions'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/me/sessions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Sign out, here (current) or elsewhere */
    delete: operations['endMySession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/oidc/callback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Where the identity provider sends the browser back to */
    get: operations['finishLogin'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/oidc/logins': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Begin to sign in at the identity provider
     * @description For pages: the answer says where the browser goes, a cookie binds what comes back to it.
     */
    post: operations['beginLogin'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How an operation fares */
    get: operations['getOperation'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operations/{id}/bundles': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The proofs of all invoices of an operation in one archive
     * @description At most 10000 documents; firstLine and lastLine choose a part.
     */
    get: operations['getOperationBundles'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operations/{id}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How an operation fares, as server-sent events
     * @description Events `progress`, and `end` once it is finished; the data of each is the operation. Last-Event-ID leaves out what was seen. Ends after `end`, within seconds when one may not follow it any more, or after ten minutes: connect again.
     */
    get: operations['watchOperation'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/operations/{id}/results': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What became of each line
     * @description A JSON list, one result a line for Accept: application/x-ndjson, or a table for Accept: text/csv; in line order.
     */
    get: operations['getOperationResults'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/organizations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The organizations that one looks after, by taxpayer id */
    get: operations['listOrganizations'];
    put?: never;
    /** Take an organization in */
    post: operations['createOrganization'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/organizations/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** An organization by its id */
    get: operations['getOrganization'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/organizations/{id}/suspension': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Suspend an organization with all its accounts */
    post: operations['suspendOrganization'];
    /** Let a suspended organization in again */
    delete: operations['resumeOrganization'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/registers/{month}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The invoices of a month that one may see, reconciled with the ledger
     * @description In order of acceptance, by day of issue; what is pending says so. Sums by rate, batches with their roots, and whether every anchored invoice is what its batch says.
     */
    get: operations['getRegister'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sign in */
    post: operations['signIn'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sessions/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Go on with a session
     * @description A refresh token is good once. One that comes a second time was stolen from somebody: its session ends.
     */
    post: operations['refreshSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/shared-invoices/{secret}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The invoice that a secret link opens */
    get: operations['getSharedInvoice'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/shared-invoices/{secret}/bundle': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The proof of the invoice that a secret link opens */
    get: operations['getSharedInvoiceBundle'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/verifications': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Verify a bundle, or compare number, date and total with the paper
     * @description A compact or full bundle, at most 20000000 bytes; archives are judged by the command line. The three-field check never says which field differs.
     */
    post: operations['verify'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One’s own webhooks */
    get: operations['listWebhooks'];
    put?: never;
    /**
     * Hear at an address what becomes of the invoices that one may see
     * @description Messages follow Standard Webhooks 1.0: thin, signed, told at least once, in no order. The secret is shown here only.
     */
    post: operations['createWebhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A webhook by its id */
    get: operations['getWebhook'];
    put?: never;
    post?: never;
    /** Delete a webhook with its log */
    delete: operations['deleteWebhook'];
    options?: never;
    head?: never;
    /** Change address, events or state of a webhook */
    patch: operations['changeWebhook'];
    trace?: never;
  };
  '/v1/webhooks/{id}/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was told, with every try, newest first; kept for 30 days */
    get: operations['listWebhookDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks/{id}/deliveries/{eventId}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Tell one message again, now
     * @description Whatever became of it: one that was given up gets all its tries anew, one that waits is told at once.
     */
    post: operations['retryWebhookDelivery'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks/{id}/replays': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Tell again what happened from a block of the ledger on
     * @description Events have the ids that they had: a receiver that keeps them knows what it has.
     */
    post: operations['replayWebhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks/{id}/secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A new secret
     * @description For a day messages are signed with both, so that a receiver can change over in its time.
     */
    post: operations['rotateWebhookSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks/{id}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a message of type webhook.test now */
    post: operations['testWebhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/version': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What runs here */
    get: operations['getVersion'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Account: {
      /** @example issuer */
      account: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      createdAt: string;
      id: string;
      organization: components['schemas']['Organization'] | null;
      roles: (
        | 'taxOfficer'
        | 'limitApprover'
        | 'issuer'
        | 'receiver'
        | 'certificateOfficer'
        | 'holder'
        | 'courtClerk'
        | 'auditor'
        | 'administrator'
      )[];
      /**
       * @description invited: has no password yet.
       * @enum {string}
       */
      state: 'invited' | 'active' | 'suspended';
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      suspendedAt: string | null;
    };
    AccountPage: {
      items: components['schemas']['Account'][];
      nextCursor: string | null;
    };
    AccountRequest: {
      /** @example issuer */
      account: string;
      /** @example org_5bX1c2d3e4f5a6b7 */
      organizationId: string;
      roles: (
        | 'taxOfficer'
        | 'limitApprover'
        | 'issuer'
        | 'receiver'
        | 'certificateOfficer'
        | 'holder'
        | 'courtClerk'
        | 'auditor'
        | 'administrator'
      )[];
    };
    /** @description For the owner of the account, who sets the password with it. */
    AccountSetup: {
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      expiresAt: string;
      /** @description Page that takes the secret. */
      link: string;
      /** @description Good once; shown here and never again. */
      secret: string;
    };
    AccountWithSetup: {
      account: components['schemas']['Account'];
      setup: components['schemas']['AccountSetup'];
    };
    Alive: {
      /** @enum {string} */
      status: 'alive';
    };
    /**
     * @description Yuan with two decimals, as text.
     * @example 113.00
     */
    Amount: string;
    ApiKey: {
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      expiresAt: string;
      /** @description How the key begins. */
      hint: string;
      id: string;
      /**
       * Format: date-time
       * @description Some minutes late.
       * @example 2026-11-22T01:42:00.000Z
       */
      lastUsedAt: string | null;
      name: string;
      /** @description Id of the key that takes its place. */
      replacedBy: string | null;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      revokedAt: string | null;
      scopes: components['schemas']['Scope'][];
      /** @enum {string} */
      state: 'active' | 'expired' | 'revoked';
    };
    /** @description The newest 100, newest first; ended ones for 90 days. */
    ApiKeyList: {
      items: components['schemas']['ApiKey'][];
      nextCursor: null;
    };
    ApiKeyRequest: {
      /**
       * @description It counts this long.
       * @default 90
       */
      days?: number;
      /**
       * @description What you call it.
       * @example ERP
       */
      name: string;
      scopes: components['schemas']['Scope'][];
    };
    ApiKeyRotationRequest: {
      /**
       * @description The old key counts this long.
       * @default 24
       */
      overlapHours?: number;
    };
    ApiKeyShown: {
      apiKey: components['schemas']['ApiKey'];
      /** @description The key. Shown here and never again; send it as Authorization: Bearer … */
      secret: string;
    };
    AuditCheckpoint: {
      checkpoint: {
        /** @enum {string} */
        format: 'chopmark/audit-checkpoint/1';
        hash: string;
        /**
         * Format: date-time
         * @description RFC 3339, UTC.
         * @example 2026-11-22T01:42:00.000Z
         */
        madeAt: string;
        organization: string;
        sequence: number;
      };
      /** @description null: a later one goes to the ledger in its place. */
      deposit: {
        /**
         * Format: date-time
         * @description RFC 3339, UTC.
         * @example 2026-11-22T01:42:00.000Z
         */
        anchoredAt: string | null;
        /** @description Once sealed. */
        documentHash: string | null;
        ledger: components['schemas']['LedgerPlace'];
        /**
         * @description Once anchored.
         * @example AUDITTAX2-000000057
         */
        number: string | null;
        refusal: {
          code: string;
          detail: string;
        } | null;
        /** @enum {string} */
        state: 'accepted' | 'sealed' | 'submitted' | 'anchored' | 'refused';
      } | null;
      /** @description RFC 3161 token over the canonical JSON of the checkpoint, in base64. */
      timestamp: string | null;
    };
    /** @description A head, the records, an end (docs/formats.md section 9). */
    AuditLine: {
      [key: string]: unknown;
    };
    AuditPage: {
      items: components['schemas']['AuditRecord'][];
      nextCursor: string | null;
    };
    AuditRecord: {
      action: string;
      /** @description acc_…, operator, gateway or nobody. */
      actor: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      at: string;
      details: {
        [key: string]: unknown;
      };
      /** @description Binds the record to all before it (docs/formats.md section 9). */
      hash: string;
      /** @description API key that it acted by. */
      key: string | null;
      sequence: number;
      subject: string | null;
    };
    /** @description A proof bundle, docs/formats.md section 4. */
    Bundle: {
      /** @example chopmark/bundle/1 */
      format: string;
    } & {
      [key: string]: unknown;
    };
    /** @description taxId may be absent when vatKind is ordinary. */
    BuyerRequest: {
      address?: string;
      bankAccount?: string;
      bankName?: string;
      name: string;
      phone?: string;
      /**
       * @description Taxpayer id, for organizations the unified social credit code.
       * @example 91000000T0000001XM
       */
      taxId?: string;
    };
    CheckpointPage: {
      items: components['schemas']['AuditCheckpoint'][];
      nextCursor: string | null;
    };
    /** @description Number, date and total with tax, as they stand on the paper. */
    CheckRequest: {
      /**
       * @description A day of Asia/Shanghai.
       * @example 2026-11-22
       */
      date?: string;
      /**
       * @description A day of Asia/Shanghai.
       * @example 2026-11-22
       */
      issuedOn?: string;
      /**
       * @description Twenty digits.
       * @example 26000000000000000001
       */
      number: string;
      /**
       * @description Total with tax.
       * @example 113.00
       */
      total?: string;
      totalGross?: components['schemas']['Amount'];
    };
    /** @description Never says which field differs. */
    CheckResult: {
      /** @enum {string} */
      result: 'consistent' | 'inconsistent' | 'notFound' | 'erased';
    };
    ErasedInvoice: {
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      erasedAt: string;
      id: string;
      /**
       * @description Twenty digits.
       * @example 26000000000000000001
       */
      number: string | null;
      reason: components['schemas']['ErasureReason'];
    };
    /** @description All that is left of an erased invoice. */
    Erasure: {
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      erasedAt: string;
      /** @description Id of the account. */
      erasedBy: string;
      id: string;
      /**
       * @description Twenty digits.
       * @example 26000000000000000001
       */
      number: string | null;
      reason: components['schemas']['ErasureReason'];
    };
    /** @enum {string} */
    ErasureReason: 'subjectRequest' | 'retentionEnded' | 'courtOrder' | 'noLegalBasis';
    ErasureRequest: {
      reason: components['schemas']['ErasureReason'];
    };
    /** @description One wrong place: JSON pointer, stable code, words. */
    Fault: {
      code: string;
      /** @description Name of the column, or path of the XML element. */
      column?: string;
      detail: string;
      /** @description Name inside the archive. */
      file?: string;
      /** @description Line or row of the file. */
      line?: number;
      pointer: string;
    };
    /** @enum {string} */
    HoldReason: 'litigation' | 'investigation' | 'audit' | 'dispute';
    HoldRequest: {
      caseReference?: string;
      reason: components['schemas']['HoldReason'];
    };
    IdentityRequest: {
      /** @description The sub that the identity provider gives the person. */
      subject: string;
    };
    Invoice: {
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      acceptedAt: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      anchoredAt: string | null;
      buyer: {
        name: string;
        /**
         * @description Taxpayer id, for organizations the unified social credit code.
         * @example 91000000T0000001XM
         */
        taxId?: string;
      };
      currency: string;
      /** @description Lowercase hexadecimal. */
      documentHash: string | null;
      id: string;
      /**
       * @description A day of Asia/Shanghai.
       * @example 2026-11-22
       */
      issuedOn: string;
      ledger: components['schemas']['LedgerPlace'];
      letter: string;
      /**
       * @description null until anchored
       * @example 26000000000000000001
       */
      number: string | null;
      operationId: string;
      /**
       * @description The seller's own reference; unique for each seller.
       * @example order-2026-0001
       */
      reference?: string;
      refusal: {
        code: string;
        detail: string;
      } | null;
      seller: {
        name: string;
        /**
         * @description Taxpayer id, for organizations the unified social credit code.
         * @example 91000000T0000001XM
         */
        taxId: string;
      };
      state: components['schemas']['InvoiceState'];
      totalGross: components['schemas']['Amount'];
      totalNet: components['schemas']['Amount'];
      totalTax: components['schemas']['Amount'];
      /** @description Of 202 only, while the ledger is in trouble. */
      waiting?: {
        causes: components['schemas']['LedgerCause'][];
        /** Format: date-time */
        lastTriedAt: string | null;
        /** Format: date-time */
        since: string | null;
      };
      /** @description Findings that do not stand in the way. */
      warnings?: components['schemas']['Fault'][];
    };
    /** @description docs/formats.md section 1. */
    InvoiceDocument: {
      currency: string;
      /**
       * @description A day of Asia/Shanghai.
       * @example 2026-11-22
       */
      issuedOn: string;
      letter: string;
      totalGross: components['schemas']['Amount'];
      totalNet: components['schemas']['Amount'];
      totalTax: components['schemas']['Amount'];
    } & {
      [key: string]: unknown;
    };
    InvoiceLine: {
      /**
       * @description Tax classification code of the goods.
       * @example 1090101000000000000
       */
      classificationCode?: string;
      /**
       * @default normal
       * @enum {string}
       */
      kind?: 'normal' | 'discounted' | 'discount';
      name: string;
      net: components['schemas']['Amount'];
      /** @example 2 */
      quantity?: string;
      /**
       * @description A rate of the table in force, or exempt, or notTaxed.
       * @example 0.13
       */
      rate: string;
      specification?: string;
      tax: components['schemas']['Amount'];
      unit?: string;
      /** @example 50.00 */
      unitPrice?: string;
    };
    InvoiceLink: {
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      expiresAt: string | null;
      /** @description lnk_… */
      id: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      madeAt: string;
      madeBy: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      revokedAt: string | null;
    };
    InvoiceLinkList: {
      items: components['schemas']['InvoiceLink'][];
      nextCursor: null;
    };
    /** @description Secret and address are told this once. */
    InvoiceLinkShown: {
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      expiresAt: string | null;
      /** @description lnk_… */
      id: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      madeAt: string;
      madeBy: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      revokedAt: string | null;
      secret: string;
      url: string;
    };
    InvoicePage: {
      items: components['schemas']['Invoice'][];
      nextCursor: string | null;
    };
    /** @description Totals that are absent are computed, those present are checked. */
    InvoiceRequest: {
      buyer: components['schemas']['BuyerRequest'];
      /**
       * @description Twenty digits.
       * @example 26000000000000000001
       */
      corrects?: string;
      /**
       * @default CNY
       * @enum {string}
       */
      currency?: 'CNY';
      drawer?: string;
      /**
       * @description Default: today in Asia/Shanghai; not in the future, this year.
       * @example 2026-11-22
       */
      issuedOn?: string;
      /**
       * @default blue
       * @enum {string}
       */
      letter?: 'blue' | 'red';
      lines: components['schemas']['InvoiceLine'][];
      /**
       * @description The seller's own reference; unique for each seller.
       * @example order-2026-0001
       */
      reference?: string;
      remark?: string;
      seller?: components['schemas']['SellerRequest'];
      totalGross?: components['schemas']['Amount'];
      totalNet?: components['schemas']['Amount'];
      totalTax?: components['schemas']['Amount'];
      /** @enum {string} */
      vatKind: 'special' | 'ordinary';
    };
    /**
     * @description accepted → sealed → submitted → anchored, or refused.
     * @enum {string}
     */
    InvoiceState: 'accepted' | 'sealed' | 'submitted' | 'anchored' | 'refused';
    /** @description docs/error-codes.md, causes at the ledger. */
    LedgerCause: {
      advice: string;
      /** @example PEER_UNREACHABLE */
      code: string;
      detail: string;
      /**
       * @description MSP id; null where it is not one organization’s trouble.
       * @example CourtMSP
       */
      organization: string | null;
      /** @description Code of the contract’s refusal, or of the halt. */
      reason?: string;
      /** @description false: somebody has to act first. */
      retryHelps: boolean;
    };
    LedgerPlace: {
      batch: number;
      block: number;
      namespace: string;
      position: number;
      sequence: number;
      series: string;
      txId: string;
    } | null;
    LegalHold: {
      caseReference: string | null;
      id: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      liftedAt: string | null;
      liftedBy: string | null;
      reason: components['schemas']['HoldReason'];
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      setAt: string;
      setBy: string;
    };
    LegalHolds: {
      items: components['schemas']['LegalHold'][];
      nextCursor: null;
    };
    LineResult: {
      erasure?: components['schemas']['ErasedInvoice'];
      errors?: components['schemas']['Fault'][];
      invoice?: components['schemas']['Invoice'];
      line: number;
      /** @description Of a refused row of a table and of a checked line, where it had one. */
      reference?: string;
      state: components['schemas']['LineState'];
    };
    LineResults: {
      items: components['schemas']['LineResult'][];
      nextCursor: null;
    };
    /**
     * @description As of an invoice; checked: of a dry run, would be issued; erased: its contents were destroyed.
     * @enum {string}
     */
    LineState: 'accepted' | 'sealed' | 'submitted' | 'anchored' | 'refused' | 'checked' | 'erased';
    LinkRequest: {
      /** @description Absent: until it is revoked. */
      expiresInDays?: number;
    };
    Login: {
      /** @description Page of the identity provider. */
      url: string;
    };
    LoginRequest: {
      /** @description Path of this gateway, one that its operator allows; absent: the first of them. */
      returnTo?: string;
    };
    Me: {
      /** @example issuer */
      account: string;
      /** @enum {string} */
      gateway: 'tax' | 'affairs' | 'court';
      id: string;
      organization: {
        name: string;
        taxId: string;
      } | null;
      roles: (
        | 'taxOfficer'
        | 'limitApprover'
        | 'issuer'
        | 'receiver'
        | 'certificateOfficer'
        | 'holder'
        | 'courtClerk'
        | 'auditor'
        | 'administrator'
      )[];
    };
    NewWebhook: {
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      changedAt: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      createdAt: string;
      description: string;
      events: string[];
      /** @example wh_… */
      id: string;
      /** @description Shown once. Standard Webhooks: whsec_ and base64. */
      secret: string;
      /**
       * @description gone: its address answered 410.
       * @enum {string}
       */
      state: 'active' | 'paused' | 'gone';
      url: string;
    };
    /** @description Sessions that are open, newest first. */
    OpenSessions: {
      items: {
        /**
         * Format: date-time
         * @description RFC 3339, UTC.
         * @example 2026-11-22T01:42:00.000Z
         */
        expiresAt: string;
        id: string;
        isCurrent: boolean;
        /** @enum {string} */
        method: 'password' | 'identityProvider';
        /**
         * Format: date-time
         * @description RFC 3339, UTC.
         * @example 2026-11-22T01:42:00.000Z
         */
        refreshedAt: string;
        /**
         * Format: date-time
         * @description RFC 3339, UTC.
         * @example 2026-11-22T01:42:00.000Z
         */
        startedAt: string;
      }[];
      nextCursor: null;
    };
    Operation: {
      accepted: number;
      anchored: number;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      createdAt: string;
      createdBy: string;
      /**
       * @description Only checked: nothing is issued.
       * @enum {boolean}
       */
      dryRun?: true;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      finishedAt: string | null;
      id: string;
      invoice?: components['schemas']['Invoice'];
      /** @enum {string} */
      kind: 'invoice' | 'invoiceBatch';
      refused: number;
      /**
       * @description Results of lines are not kept any more.
       * @enum {boolean}
       */
      resultsGone?: true;
      /** @enum {string} */
      state: 'running' | 'succeeded' | 'failed' | 'partlyFailed';
      total: number | null;
      /** @description While it runs and the ledger is in trouble. */
      waiting?: {
        causes: components['schemas']['LedgerCause'][];
        /** Format: date-time */
        lastTriedAt: string | null;
        /** Format: date-time */
        since: string | null;
      };
    };
    Organization: {
      /** @example org_5bX1c2d3e4f5a6b7 */
      id: string;
      /** @description It runs this gateway. */
      isHost: boolean;
      /** @enum {string} */
      kind: 'taxpayer' | 'office' | 'court';
      name: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      suspendedAt: string | null;
      taxId: string;
    };
    OrganizationMade: {
      /** @example org_5bX1c2d3e4f5a6b7 */
      id: string;
      /** @description It runs this gateway. */
      isHost: boolean;
      /** @enum {string} */
      kind: 'taxpayer' | 'office' | 'court';
      name: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      suspendedAt: string | null;
      taxId: string;
      /** @description A code that fails its check character, for one: some that are in use do. */
      warnings?: {
        code: string;
        detail: string;
        pointer: string;
      }[];
    };
    OrganizationPage: {
      items: components['schemas']['Organization'][];
      nextCursor: string | null;
    };
    OrganizationRequest: {
      /** @enum {string} */
      kind: 'taxpayer' | 'office' | 'court';
      name: string;
      /**
       * @description Taxpayer id, for organizations the unified social credit code.
       * @example 91000000T0000001XM
       */
      taxId: string;
    };
    PasswordRequest: {
      currentPassword: string;
      newPassword: string;
    };
    /** @description RFC 9457. */
    Problem: {
      /** @description What the organizations of the ledger said, each by its code and advice. */
      causes?: components['schemas']['LedgerCause'][];
      code: string;
      detail: string;
      errors?: components['schemas']['Fault'][];
      instance: string;
      status: number;
      title: string;
      traceId: string;
      type: string;
    } & {
      [key: string]: unknown;
    };
    /** @description Names the part that is down. */
    Readiness: {
      parts: {
        name: string;
        /** @enum {string} */
        state: 'up' | 'down';
      }[];
      /** @enum {string} */
      status: 'ready' | 'notReady';
    };
    RefreshRequest: {
      /** @description Absent: the one of the cookie. */
      refreshToken?: string;
    };
    Register: {
      items: components['schemas']['RegisterEntry'][];
      month: string;
      summary: {
        anchored: number;
        batches: {
          batch: number;
          block: number;
          invoices: number;
          root: string;
          series: string;
        }[];
        byRate: {
          lines: number;
          net: components['schemas']['Amount'];
          rate: string;
          tax: components['schemas']['Amount'];
        }[];
        disagreeing: string[];
        /** @description Only in a register of all: whose they were is not known. */
        erased: number;
        pending: number;
        reconciles: boolean;
        refused: number;
        totalGross: components['schemas']['Amount'];
        totalNet: components['schemas']['Amount'];
        totalTax: components['schemas']['Amount'];
        unreadable: number;
      };
    };
    RegisterEntry: {
      /** @description Whether the anchored batch says the same. */
      agrees?: boolean;
      batchRoot?: string;
      /** @description Of an erased one. */
      documentHash?: string;
      /** @description Its contents were destroyed. */
      erasure?: {
        /**
         * Format: date-time
         * @description RFC 3339, UTC.
         * @example 2026-11-22T01:42:00.000Z
         */
        erasedAt: string;
        id: string;
        /**
         * @description Twenty digits.
         * @example 26000000000000000001
         */
        number: string | null;
        reason: components['schemas']['ErasureReason'];
      };
      id: string;
      /** @description Absent when its contents are gone. */
      invoice?: {
        /**
         * Format: date-time
         * @description RFC 3339, UTC.
         * @example 2026-11-22T01:42:00.000Z
         */
        acceptedAt: string;
        /**
         * Format: date-time
         * @description RFC 3339, UTC.
         * @example 2026-11-22T01:42:00.000Z
         */
        anchoredAt: string | null;
        buyer: {
          name: string;
          /**
           * @description Taxpayer id, for organizations the unified social credit code.
           * @example 91000000T0000001XM
           */
          taxId?: string;
        };
        currency: string;
        /** @description Lowercase hexadecimal. */
        documentHash: string | null;
        id: string;
        /**
         * @description A day of Asia/Shanghai.
         * @example 2026-11-22
         */
        issuedOn: string;
        ledger: components['schemas']['LedgerPlace'];
        letter: string;
        /**
         * @description null until anchored
         * @example 26000000000000000001
         */
        number: string | null;
        operationId: string;
        /**
         * @description The seller's own reference; unique for each seller.
         * @example order-2026-0001
         */
        reference?: string;
        refusal: {
          code: string;
          detail: string;
        } | null;
        seller: {
          name: string;
          /**
           * @description Taxpayer id, for organizations the unified social credit code.
           * @example 91000000T0000001XM
           */
          taxId: string;
        };
        state: components['schemas']['InvoiceState'];
        totalGross: components['schemas']['Amount'];
        totalNet: components['schemas']['Amount'];
        totalTax: components['schemas']['Amount'];
        /** @description Of 202 only, while the ledger is in trouble. */
        waiting?: {
          causes: components['schemas']['LedgerCause'][];
          /** Format: date-time */
          lastTriedAt: string | null;
          /** Format: date-time */
          since: string | null;
        };
        /** @description Findings that do not stand in the way. */
        warnings?: components['schemas']['Fault'][];
      };
      /**
       * @description A day of Asia/Shanghai.
       * @example 2026-11-22
       */
      issuedOn: string;
      /** @description Where an erased one stands. */
      ledger?: {
        batch: number;
        block: number;
        namespace: string;
        position: number;
        sequence: number;
        series: string;
        txId: string;
      };
    };
    RolesRequest: {
      roles: (
        | 'taxOfficer'
        | 'limitApprover'
        | 'issuer'
        | 'receiver'
        | 'certificateOfficer'
        | 'holder'
        | 'courtClerk'
        | 'auditor'
        | 'administrator'
      )[];
    };
    /**
     * @description invoices:issue: issue invoices, one or many, and follow what becomes of them; invoices:read: read invoices, their documents and bundles; accounts:read: read organizations, accounts and what keys they have; accounts:manage: look after organizations and accounts; audit:read: read the audit log
     * @enum {string}
     */
    Scope: 'invoices:issue' | 'invoices:read' | 'accounts:read' | 'accounts:manage' | 'audit:read';
    /** @description An issuer may leave the seller out, or its name and taxId: those of the account count. */
    SellerRequest: {
      address?: string;
      bankAccount?: string;
      bankName?: string;
      name?: string;
      phone?: string;
      /**
       * @description Taxpayer id, for organizations the unified social credit code.
       * @example 91000000T0000001XM
       */
      taxId?: string;
    };
    Session: {
      /** @description Send as Authorization: Bearer … */
      accessToken: string;
      /**
       * Format: date-time
       * @description Of the access token.
       * @example 2026-11-22T01:42:00.000Z
       */
      expiresAt: string;
      /** @description Good once: the next answer brings another. Absent when it is in the cookie. */
      refreshToken?: string;
      /**
       * Format: date-time
       * @description From then on one has to sign in again.
       * @example 2026-11-22T01:42:00.000Z
       */
      sessionExpiresAt: string;
    };
    SessionRequest: {
      /** @example issuer */
      account: string;
      password: string;
      /**
       * @description Where the refresh token goes: into the answer, or into a cookie that scripts cannot read, for pages.
       * @default body
       * @enum {string}
       */
      refreshBy?: 'body' | 'cookie';
    };
    SetupPreview: {
      account: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      expiresAt: string;
    };
    SetupPreviewRequest: {
      secret: string;
    };
    SetupRequest: {
      password: string;
      secret: string;
    };
    SharedInvoice: {
      document: components['schemas']['InvoiceDocument'];
      invoice: {
        /**
         * Format: date-time
         * @description RFC 3339, UTC.
         * @example 2026-11-22T01:42:00.000Z
         */
        acceptedAt: string;
        /**
         * Format: date-time
         * @description RFC 3339, UTC.
         * @example 2026-11-22T01:42:00.000Z
         */
        anchoredAt: string | null;
        buyer: {
          name: string;
          /**
           * @description Taxpayer id, for organizations the unified social credit code.
           * @example 91000000T0000001XM
           */
          taxId?: string;
        };
        currency: string;
        /** @description Lowercase hexadecimal. */
        documentHash: string | null;
        id: string;
        /**
         * @description A day of Asia/Shanghai.
         * @example 2026-11-22
         */
        issuedOn: string;
        ledger: components['schemas']['LedgerPlace'];
        letter: string;
        /**
         * @description null until anchored
         * @example 26000000000000000001
         */
        number: string | null;
        refusal: {
          code: string;
          detail: string;
        } | null;
        seller: {
          name: string;
          /**
           * @description Taxpayer id, for organizations the unified social credit code.
           * @example 91000000T0000001XM
           */
          taxId: string;
        };
        state: components['schemas']['InvoiceState'];
        totalGross: components['schemas']['Amount'];
        totalNet: components['schemas']['Amount'];
        totalTax: components['schemas']['Amount'];
        /** @description Of 202 only, while the ledger is in trouble. */
        waiting?: {
          causes: components['schemas']['LedgerCause'][];
          /** Format: date-time */
          lastTriedAt: string | null;
          /** Format: date-time */
          since: string | null;
        };
      };
    };
    /** @description docs/formats.md section 5. */
    TrustProfile: {
      channel: string;
      /** @enum {string} */
      format: 'chopmark/trust/1';
      network: string;
    } & {
      [key: string]: unknown;
    };
    /** @description docs/formats.md section 6. */
    Verdict: {
      findings: ({
        code: string;
        detail: string;
        /** @enum {string} */
        outcome: 'pass' | 'fail' | 'unknown' | 'skipped';
        question: string;
      } & {
        [key: string]: unknown;
      })[];
      /** @enum {string} */
      inForce: 'yes' | 'no' | 'unknown';
      /** @enum {string} */
      verdict: 'valid' | 'invalid' | 'indeterminate' | 'error';
    } & {
      [key: string]: unknown;
    };
    Version: {
      channel: string;
      /** @enum {string} */
      mode: 'demo' | 'production';
      /** @enum {string} */
      name: 'chopmark-gateway';
      network: string;
      networkKind: string;
      node: string;
      /** @enum {string} */
      organization: 'tax' | 'affairs' | 'court';
      version: string;
    };
    Webhook: {
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      changedAt: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      createdAt: string;
      description: string;
      events: string[];
      /** @example wh_… */
      id: string;
      /**
       * @description gone: its address answered 410.
       * @enum {string}
       */
      state: 'active' | 'paused' | 'gone';
      url: string;
    };
    /** @description What is absent stays. active also wakes one that is gone. */
    WebhookChange: {
      description?: string;
      /** @description What to hear of. */
      events?: ('invoice.issued' | 'invoice.refused' | 'operation.finished')[];
      /** @enum {string} */
      state?: 'active' | 'paused';
      /** @description https, reachable for everybody. */
      url?: string;
    };
    WebhookDelivery: {
      attempts: number;
      eventId: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      happenedAt: string;
      /**
       * Format: date-time
       * @description RFC 3339, UTC.
       * @example 2026-11-22T01:42:00.000Z
       */
      nextTryAt: string | null;
      /** @enum {string} */
      state: 'pending' | 'delivered' | 'failed';
      /** @description inv_… or op_… */
      subject: string;
      tries: {
        /**
         * Format: date-time
         * @description RFC 3339, UTC.
         * @example 2026-11-22T01:42:00.000Z
         */
        at: string;
        /** @enum {string|null} */
        failure: 'targetRefused' | 'noAnswer' | 'tooSlow' | null;
        status: number | null;
      }[];
      type: string;
    };
    WebhookDeliveryPage: {
      items: components['schemas']['WebhookDelivery'][];
      nextCursor: string | null;
    };
    WebhookList: {
      items: components['schemas']['Webhook'][];
      nextCursor: null;
    };
    /** @description Everything from this block of the ledger on is told again. */
    WebhookReplay: {
      fromBlock: number;
    };
    WebhookRequest: {
      description?: string;
      /**
       * @description What to hear of.
       * @default [
       *       "invoice.issued",
       *       "invoice.refused",
       *       "operation.finished"
       *     ]
       */
      events?: ('invoice.issued' | 'invoice.refused' | 'operation.finished')[];
      /** @description https, reachable for everybody. */
      url: string;
    };
    WebhookSecret: {
      /**
       * Format: date-time
       * @description Until then the secret before counts beside this one.
       * @example 2026-11-22T01:42:00.000Z
       */
      previousUntil: string;
      /** @description Shown once. Standard Webhooks: whsec_ and base64. */
      secret: string;
    };
    /** @description Status of the answer, or why there was none. */
    WebhookTest: {
      /** @enum {string|null} */
      failure: 'targetRefused' | 'noAnswer' | 'tooSlow' | null;
      status: number | null;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  getTrustProfile: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what is held already; 304 without a body when it is the same. */
        'If-None-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The profile. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TrustProfile'];
        };
      };
      /** @description What If-None-Match names is still the same. */
      304: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getLiveness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It does. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Alive'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getOpenApi: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what is held already; 304 without a body when it is the same. */
        'If-None-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OpenAPI 3.1. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            openapi: string;
          } & {
            [key: string]: unknown;
          };
        };
      };
      /** @description What If-None-Match names is still the same. */
      304: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getReadiness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Every part is up. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Readiness'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Some part is down. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Readiness'];
        };
      };
    };
  };
  setUpAccount: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SetupRequest'];
      };
    };
    responses: {
      /** @description The account can sign in. */
      204: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description SETUP_SECRET_INVALID */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description PASSWORD_REFUSED */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_ATTEMPTS, TOO_MANY_REQUESTS */
      429: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  previewAccountSetup: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SetupPreviewRequest'];
      };
    };
    responses: {
      /** @description The name of the account, and until when the secret counts. */
      200: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SetupPreview'];
        };
      };
      /** @description BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description SETUP_SECRET_INVALID */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_REQUESTS */
      429: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listAccounts: {
    parameters: {
      query?: {
        /** @description nextCursor of the page before. */
        cursor?: string;
        limit?: number;
        organizationId?: string;
        state?: 'invited' | 'active' | 'suspended';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          /** @description <address>; rel="next": the next page, as it is; absent on the last one. */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccountPage'];
        };
      };
      /** @description MALFORMED_QUERY */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createAccount: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AccountRequest'];
      };
    };
    responses: {
      /** @description The account. */
      201: {
        headers: {
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccountWithSetup'];
        };
      };
      /** @description BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED, ROLE_NOT_GRANTABLE */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ORGANIZATION_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ACCOUNT_EXISTS */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_MISPLACED, ROLES_APART */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getAccount: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what is held already; 304 without a body when it is the same. */
        'If-None-Match'?: string;
      };
      path: {
        /** @description acc_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account as it is now. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Account'];
        };
      };
      /** @description What If-None-Match names is still the same. */
      304: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ACCOUNT_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listApiKeysOfAccount: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description acc_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The keys. */
      200: {
        headers: {
          /** @description <address>; rel="next": the next page, as it is; absent on the last one. */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApiKeyList'];
        };
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ACCOUNT_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  revokeApiKeyOfAccount: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description acc_… */
        id: string;
        /** @description key_… */
        keyId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It counts no more. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED, ROLE_NOT_GRANTABLE */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ACCOUNT_NOT_FOUND, API_KEY_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  bindIdentity: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what the change was made for; 412 when it is another by now. */
        'If-Match'?: string;
      };
      path: {
        /** @description acc_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['IdentityRequest'];
      };
    };
    responses: {
      /** @description Whoever signs in as that identity is this account. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH, BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST, MALFORMED_HEADER */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SESSION_REQUIRED, ROLE_NOT_GRANTABLE */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ACCOUNT_NOT_FOUND, OIDC_NOT_CONFIGURED */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description IDENTITY_IN_USE, OWN_ACCOUNT */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description PRECONDITION_FAILED */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  unbindIdentity: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what the change was made for; 412 when it is another by now. */
        'If-Match'?: string;
      };
      path: {
        /** @description acc_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It has none. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH, MALFORMED_HEADER */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SESSION_REQUIRED, ROLE_NOT_GRANTABLE */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ACCOUNT_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OWN_ACCOUNT */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description PRECONDITION_FAILED */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  resetAccount: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what the change was made for; 412 when it is another by now. */
        'If-Match'?: string;
      };
      path: {
        /** @description acc_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AccountWithSetup'];
        };
      };
      /** @description MALFORMED_PATH, MALFORMED_HEADER */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED, ROLE_NOT_GRANTABLE */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ACCOUNT_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OWN_ACCOUNT */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description PRECONDITION_FAILED */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeRoles: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what the change was made for; 412 when it is another by now. */
        'If-Match'?: string;
      };
      path: {
        /** @description acc_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RolesRequest'];
      };
    };
    responses: {
      /** @description The account as it is now. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Account'];
        };
      };
      /** @description MALFORMED_PATH, BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST, MALFORMED_HEADER */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED, ROLE_NOT_GRANTABLE */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ACCOUNT_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OWN_ACCOUNT */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description PRECONDITION_FAILED */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_MISPLACED, ROLES_APART */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  suspendAccount: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what the change was made for; 412 when it is another by now. */
        'If-Match'?: string;
      };
      path: {
        /** @description acc_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account as it is now. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Account'];
        };
      };
      /** @description MALFORMED_PATH, MALFORMED_HEADER */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED, ROLE_NOT_GRANTABLE */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ACCOUNT_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OWN_ACCOUNT */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description PRECONDITION_FAILED */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  resumeAccount: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what the change was made for; 412 when it is another by now. */
        'If-Match'?: string;
      };
      path: {
        /** @description acc_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account as it is now. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Account'];
        };
      };
      /** @description MALFORMED_PATH, MALFORMED_HEADER */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED, ROLE_NOT_GRANTABLE */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ACCOUNT_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OWN_ACCOUNT */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description PRECONDITION_FAILED */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listAuditCheckpoints: {
    parameters: {
      query?: {
        /** @description nextCursor of the page before. */
        cursor?: string;
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          /** @description <address>; rel="next": the next page, as it is; absent on the last one. */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CheckpointPage'];
        };
      };
      /** @description MALFORMED_QUERY */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  makeAuditCheckpoint: {
    parameters: {
      query?: never;
      header?: {
        /** @description wait=N: seconds to wait, default 5, at most 30. */
        Prefer?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Anchored. */
      201: {
        headers: {
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditCheckpoint'];
        };
      };
      /** @description Made; not anchored yet. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditCheckpoint'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description AUDIT_LOG_EMPTY, CHECKPOINT_REFUSED */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getAuditCheckpointBundle: {
    parameters: {
      query?: {
        /** @description full adds the transaction, its block with the signatures of the orderers, and the configuration chain. */
        parts?: 'compact' | 'full';
      };
      header?: {
        /** @description ETag of what is held already; 304 without a body when it is the same. */
        'If-None-Match'?: string;
      };
      path: {
        /** @description Of an anchored checkpoint. */
        number: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The bundle. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/vnd.chopmark.bundle+json': components['schemas']['Bundle'];
        };
      };
      /** @description What If-None-Match names is still the same. */
      304: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH, MALFORMED_QUERY */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description CHECKPOINT_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description FULL_BUNDLE_TOO_LARGE */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BLOCK_NOT_AVAILABLE, BLOCK_SIGNATURES_TOO_FEW, OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  exportAuditLog: {
    parameters: {
      query?: {
        /** @description Sequence of the first record. */
        first?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Lines. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['AuditLine'];
        };
      };
      /** @description MALFORMED_QUERY */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listAuditRecords: {
    parameters: {
      query?: {
        action?:
          | 'session.started'
          | 'session.refused'
          | 'session.ended'
          | 'session.reuseDetected'
          | 'password.changed'
          | 'account.created'
          | 'account.setUp'
          | 'account.rolesChanged'
          | 'account.suspended'
          | 'account.resumed'
          | 'account.reset'
          | 'account.identityBound'
          | 'account.identityUnbound'
          | 'apiKey.created'
          | 'apiKey.rotated'
          | 'apiKey.revoked'
          | 'audit.exported'
          | 'organization.created'
          | 'organization.suspended'
          | 'organization.resumed'
          | 'webhook.created'
          | 'webhook.changed'
          | 'webhook.secretRotated'
          | 'webhook.deleted'
          | 'webhook.disabled'
          | 'invoice.erased'
          | 'invoice.erasedAgain'
          | 'invoice.held'
          | 'invoice.released'
          | 'invoice.linkMade'
          | 'invoice.linkRevoked'
          | 'keys.rotated';
        actor?: string;
        /** @description nextCursor of the page before. */
        cursor?: string;
        /** @description RFC 3339 UTC, included. */
        from?: string;
        limit?: number;
        subject?: string;
        /** @description RFC 3339 UTC, not included. */
        to?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          /** @description <address>; rel="next": the next page, as it is; absent on the last one. */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditPage'];
        };
      };
      /** @description MALFORMED_QUERY */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  issueInvoiceBatch: {
    parameters: {
      query?: {
        /** @description true: every check, and nothing is issued. */
        dryRun?: boolean;
      };
      header?: {
        /** @description 1 to 255 visible ASCII characters; the same key and body give the same invoice. */
        'Idempotency-Key'?: string;
        /** @description wait=N: seconds to wait, default 5, at most 30. */
        Prefer?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': string;
        'application/x-ndjson': components['schemas']['InvoiceRequest'];
        'application/zip': string;
        'text/csv': string;
      };
    };
    responses: {
      /** @description The upload is complete and will be worked off; total is null until every line is durable. */
      202: {
        headers: {
          'Idempotency-Replayed'?: string;
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Operation'];
        };
      };
      /** @description BODY_INCOMPLETE, MALFORMED_QUERY, MALFORMED_HEADER, EMPTY_BATCH, MALFORMED_FILE */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE, UNPACKED_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description IDEMPOTENCY_KEY_REUSED */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getInvoiceBatchTemplate: {
    parameters: {
      query?: {
        format?: 'csv' | 'xlsx';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The table. */
      200: {
        headers: {
          'Content-Disposition'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': string;
          'text/csv': string;
        };
      };
      /** @description MALFORMED_QUERY */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getInvoiceBundles: {
    parameters: {
      query?: {
        /** @description Twenty digits. */
        firstNumber?: string;
        /** @description A day of Asia/Shanghai. */
        issuedFrom?: string;
        /** @description A day of Asia/Shanghai. */
        issuedTo?: string;
        /** @description Twenty digits. */
        lastNumber?: string;
        /** @description full adds the transaction, its block with the signatures of the orderers, and the configuration chain. */
        parts?: 'compact' | 'full';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description README.txt, <number>.json for each anchored invoice in ascending order, evidence/<hash>.json for what they share. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/zip': string;
        };
      };
      /** @description MALFORMED_QUERY */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ARCHIVE_TOO_LARGE, FULL_BUNDLE_TOO_LARGE */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_ARCHIVES */
      429: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BLOCK_NOT_AVAILABLE, BLOCK_SIGNATURES_TOO_FEW, OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listInvoices: {
    parameters: {
      query?: {
        /** @description nextCursor of the page before. */
        cursor?: string;
        /** @description A day of Asia/Shanghai. */
        issuedFrom?: string;
        /** @description A day of Asia/Shanghai. */
        issuedTo?: string;
        limit?: number;
        /** @description The seller's own reference; unique for each seller. */
        reference?: string;
        /** @description accepted → sealed → submitted → anchored, or refused. */
        state?: components['schemas']['InvoiceState'];
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          /** @description <address>; rel="next": the next page, as it is; absent on the last one. */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['InvoicePage'];
        };
      };
      /** @description MALFORMED_QUERY */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  issueInvoice: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1 to 255 visible ASCII characters; the same key and body give the same invoice. */
        'Idempotency-Key'?: string;
        /** @description wait=N: seconds to wait, default 5, at most 30. */
        Prefer?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['InvoiceRequest'];
      };
    };
    responses: {
      /** @description Anchored. */
      201: {
        headers: {
          'Idempotency-Replayed'?: string;
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Invoice'];
        };
      };
      /** @description Accepted; not anchored yet. */
      202: {
        headers: {
          'Idempotency-Replayed'?: string;
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Invoice'];
        };
      };
      /** @description BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST, MALFORMED_HEADER */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED, SELLER_NOT_OWN */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description REFERENCE_USED */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description RULE_VIOLATED, RED_LETTER_NOT_AVAILABLE, IDEMPOTENCY_KEY_REUSED, INVOICE_REFUSED */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_DAMAGED, INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ACCEPTANCE_UNKNOWN, OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getInvoice: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what is held already; 304 without a body when it is the same. */
        'If-None-Match'?: string;
      };
      path: {
        /** @description Twenty digits, or the inv_… id. */
        number: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The invoice. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Invoice'];
        };
      };
      /** @description What If-None-Match names is still the same. */
      304: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_DAMAGED, INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getInvoiceBundle: {
    parameters: {
      query?: {
        /** @description JSON pointers of fields to leave out; repeat for more. /buyer hides all below it. */
        hide?: string[];
        /** @description full adds the transaction, its block with the signatures of the orderers, and the configuration chain. */
        parts?: 'compact' | 'full';
      };
      header?: {
        /** @description ETag of what is held already; 304 without a body when it is the same. */
        'If-None-Match'?: string;
      };
      path: {
        /** @description Twenty digits, or the inv_… id. */
        number: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The bundle. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/vnd.chopmark.bundle+json': components['schemas']['Bundle'];
        };
      };
      /** @description What If-None-Match names is still the same. */
      304: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH, MALFORMED_QUERY */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_ANCHORED */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description FIELD_NOT_HIDEABLE, FULL_BUNDLE_TOO_LARGE */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_DAMAGED, INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BLOCK_NOT_AVAILABLE, BLOCK_SIGNATURES_TOO_FEW, OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getInvoiceDocument: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what is held already; 304 without a body when it is the same. */
        'If-None-Match'?: string;
      };
      path: {
        /** @description Twenty digits, or the inv_… id. */
        number: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The document. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['InvoiceDocument'];
        };
      };
      /** @description What If-None-Match names is still the same. */
      304: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_DAMAGED, INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  eraseInvoice: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Twenty digits, or the inv_… id. */
        number: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ErasureRequest'];
      };
    };
    responses: {
      /** @description It is destroyed. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Erasure'];
        };
      };
      /** @description MALFORMED_PATH, BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SESSION_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SETTLED, LEGAL_HOLD, RETENTION_RUNS */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_DAMAGED, INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listInvoiceHolds: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Twenty digits, or the inv_… id. */
        number: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them. */
      200: {
        headers: {
          /** @description <address>; rel="next": the next page, as it is; absent on the last one. */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LegalHolds'];
        };
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SESSION_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_DAMAGED, INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  holdInvoice: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Twenty digits, or the inv_… id. */
        number: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['HoldRequest'];
      };
    };
    responses: {
      /** @description It is held. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LegalHold'];
        };
      };
      /** @description MALFORMED_PATH, BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SESSION_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_DAMAGED, INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  liftInvoiceHold: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description hold_… */
        hold: string;
        /** @description Twenty digits, or the inv_… id. */
        number: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It holds no more. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SESSION_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_NOT_FOUND, HOLD_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_DAMAGED, INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listInvoiceLinks: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Twenty digits, or the inv_… id. */
        number: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them, newest first. */
      200: {
        headers: {
          /** @description <address>; rel="next": the next page, as it is; absent on the last one. */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['InvoiceLinkList'];
        };
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_DAMAGED, INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  makeInvoiceLink: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description Twenty digits, or the inv_… id. */
        number: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LinkRequest'];
      };
    };
    responses: {
      /** @description The link, this once. */
      201: {
        headers: {
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['InvoiceLinkShown'];
        };
      };
      /** @description MALFORMED_PATH, BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_DAMAGED, INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  revokeInvoiceLink: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description lnk_… */
        linkId: string;
        /** @description Twenty digits, or the inv_… id. */
        number: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It opens nothing any more. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description LINK_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_DAMAGED, INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getMe: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what is held already; 304 without a body when it is the same. */
        'If-None-Match'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The account. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Me'];
        };
      };
      /** @description What If-None-Match names is still the same. */
      304: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listMyApiKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The keys. */
      200: {
        headers: {
          /** @description <address>; rel="next": the next page, as it is; absent on the last one. */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApiKeyList'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description SESSION_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ApiKeyRequest'];
      };
    };
    responses: {
      /** @description The key, this once. */
      201: {
        headers: {
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApiKeyShown'];
        };
      };
      /** @description BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description SESSION_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description API_KEY_LIMIT */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description SCOPE_NOT_YOURS */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  revokeApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description key_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It counts no more. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description SESSION_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description API_KEY_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  rotateApiKey: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description key_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ApiKeyRotationRequest'];
      };
    };
    responses: {
      /** @description The key, this once. */
      201: {
        headers: {
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ApiKeyShown'];
        };
      };
      /** @description MALFORMED_PATH, BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description SESSION_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description API_KEY_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description API_KEY_ENDED */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeMyPassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PasswordRequest'];
      };
    };
    responses: {
      /** @description It counts from now on. */
      204: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description SESSION_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description CURRENT_PASSWORD_WRONG, PASSWORD_REFUSED */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_ATTEMPTS */
      429: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listMySessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them. */
      200: {
        headers: {
          /** @description <address>; rel="next": the next page, as it is; absent on the last one. */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OpenSessions'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description SESSION_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  endMySessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All are over; their tokens count no more. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description SESSION_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  endMySession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description ses_…, or current for the session that asks. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is over; its tokens count no more. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description SESSION_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description SESSION_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  finishLogin: {
    parameters: {
      query?: {
        code?: string;
        error?: string;
        state?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Signed in; the session is in its cookie. */
      303: {
        headers: {
          Location?: string;
          'Set-Cookie'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description OIDC_LOGIN_FAILED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OIDC_NOT_CONFIGURED */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  beginLogin: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LoginRequest'];
      };
    };
    responses: {
      /** @description Where to go. */
      201: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          'Set-Cookie'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Login'];
        };
      };
      /** @description BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OIDC_NOT_CONFIGURED */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description RETURN_NOT_ALLOWED */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_ATTEMPTS */
      429: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getOperation: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what is held already; 304 without a body when it is the same. */
        'If-None-Match'?: string;
      };
      path: {
        /** @description op_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The operation. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Operation'];
        };
      };
      /** @description What If-None-Match names is still the same. */
      304: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OPERATION_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getOperationBundles: {
    parameters: {
      query?: {
        firstLine?: number;
        lastLine?: number;
        /** @description full adds the transaction, its block with the signatures of the orderers, and the configuration chain. */
        parts?: 'compact' | 'full';
      };
      header?: never;
      path: {
        /** @description op_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description README.txt, <number>.json for each anchored invoice in ascending order, evidence/<hash>.json for what they share. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/zip': string;
        };
      };
      /** @description MALFORMED_PATH, MALFORMED_QUERY */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OPERATION_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OPERATION_RUNNING */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ARCHIVE_TOO_LARGE, FULL_BUNDLE_TOO_LARGE */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_ARCHIVES */
      429: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BLOCK_NOT_AVAILABLE, BLOCK_SIGNATURES_TOO_FEW, OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  watchOperation: {
    parameters: {
      query?: never;
      header?: {
        /** @description id of the last event that was seen. */
        'Last-Event-ID'?: string;
      };
      path: {
        /** @description op_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The events. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': components['schemas']['Operation'];
        };
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OPERATION_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_STREAMS */
      429: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getOperationResults: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description op_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The results. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LineResults'];
          'application/x-ndjson': components['schemas']['LineResult'];
          'text/csv': string;
        };
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OPERATION_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED, RESULTS_GONE */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listOrganizations: {
    parameters: {
      query?: {
        /** @description nextCursor of the page before. */
        cursor?: string;
        limit?: number;
        /** @description Taxpayer id, for organizations the unified social credit code. */
        taxId?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          /** @description <address>; rel="next": the next page, as it is; absent on the last one. */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrganizationPage'];
        };
      };
      /** @description MALFORMED_QUERY */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createOrganization: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['OrganizationRequest'];
      };
    };
    responses: {
      /** @description The organization. */
      201: {
        headers: {
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrganizationMade'];
        };
      };
      /** @description BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ORGANIZATION_EXISTS */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getOrganization: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what is held already; 304 without a body when it is the same. */
        'If-None-Match'?: string;
      };
      path: {
        /** @description org_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The organization. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Organization'];
        };
      };
      /** @description What If-None-Match names is still the same. */
      304: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ORGANIZATION_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  suspendOrganization: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what the change was made for; 412 when it is another by now. */
        'If-Match'?: string;
      };
      path: {
        /** @description org_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The organization as it is now. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Organization'];
        };
      };
      /** @description MALFORMED_PATH, MALFORMED_HEADER */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ORGANIZATION_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ORGANIZATION_IS_HOST */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description PRECONDITION_FAILED */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  resumeOrganization: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what the change was made for; 412 when it is another by now. */
        'If-Match'?: string;
      };
      path: {
        /** @description org_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The organization as it is now. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Organization'];
        };
      };
      /** @description MALFORMED_PATH, MALFORMED_HEADER */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ORGANIZATION_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description PRECONDITION_FAILED */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getRegister: {
    parameters: {
      query?: {
        format?: 'json' | 'csv' | 'xlsx';
      };
      header?: never;
      path: {
        /** @description yyyy-mm of the day of issue. */
        month: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The register. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Register'];
          'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': string;
          'text/csv': string;
        };
      };
      /** @description MALFORMED_PATH, MALFORMED_QUERY */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_ARCHIVES */
      429: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  signIn: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SessionRequest'];
      };
    };
    responses: {
      /** @description An access token, and a refresh token in the answer or in a cookie. */
      201: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          'Set-Cookie'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      /** @description BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description WRONG_CREDENTIALS */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_ATTEMPTS */
      429: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  refreshSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RefreshRequest'];
      };
    };
    responses: {
      /** @description An access token, and a refresh token in the answer or in a cookie. */
      201: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          'Set-Cookie'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      /** @description BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description REFRESH_TOKEN_INVALID */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description CROSS_SITE_REQUEST */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_REQUESTS */
      429: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getSharedInvoice: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what is held already; 304 without a body when it is the same. */
        'If-None-Match'?: string;
      };
      path: {
        /** @description What the link holds: cl_ and 43 characters. */
        secret: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The invoice. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SharedInvoice'];
        };
      };
      /** @description What If-None-Match names is still the same. */
      304: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description LINK_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_REQUESTS */
      429: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_DAMAGED, INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getSharedInvoiceBundle: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what is held already; 304 without a body when it is the same. */
        'If-None-Match'?: string;
      };
      path: {
        /** @description What the link holds: cl_ and 43 characters. */
        secret: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The bundle. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/vnd.chopmark.bundle+json': components['schemas']['Bundle'];
        };
      };
      /** @description What If-None-Match names is still the same. */
      304: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description LINK_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_ANCHORED */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_ERASED */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description FULL_BUNDLE_TOO_LARGE */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_REQUESTS */
      429: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INVOICE_DAMAGED, INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BLOCK_NOT_AVAILABLE, BLOCK_SIGNATURES_TOO_FEW, OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  verify: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Bundle'] | components['schemas']['CheckRequest'];
        'application/vnd.chopmark.bundle+json': components['schemas']['Bundle'];
      };
    };
    responses: {
      /** @description The verdict on a bundle, or the result of the check. */
      200: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Verdict'] | components['schemas']['CheckResult'];
        };
      };
      /** @description BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description CHECK_NOT_AVAILABLE */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_REQUESTS */
      429: {
        headers: {
          /** @description Requests, or failures, in a window. */
          'RateLimit-Limit'?: string;
          /** @description What is left of it. */
          'RateLimit-Remaining'?: string;
          /** @description Seconds until the window begins anew. */
          'RateLimit-Reset'?: string;
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listWebhooks: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All of them, oldest first. */
      200: {
        headers: {
          /** @description <address>; rel="next": the next page, as it is; absent on the last one. */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookList'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WebhookRequest'];
      };
    };
    responses: {
      /** @description The webhook, with its secret. */
      201: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewWebhook'];
        };
      };
      /** @description BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description TOO_MANY_WEBHOOKS */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description WEBHOOK_TARGET_REFUSED */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getWebhook: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what is held already; 304 without a body when it is the same. */
        'If-None-Match'?: string;
      };
      path: {
        /** @description wh_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The webhook. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description What If-None-Match names is still the same. */
      304: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description WEBHOOK_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  deleteWebhook: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what the change was made for; 412 when it is another by now. */
        'If-Match'?: string;
      };
      path: {
        /** @description wh_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone; nothing more is told. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH, MALFORMED_HEADER */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description WEBHOOK_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description PRECONDITION_FAILED */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeWebhook: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of what the change was made for; 412 when it is another by now. */
        'If-Match'?: string;
      };
      path: {
        /** @description wh_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WebhookChange'];
      };
    };
    responses: {
      /** @description The webhook as it is now. */
      200: {
        headers: {
          /** @description Strong. For If-None-Match, and for If-Match of a change. */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description MALFORMED_PATH, BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST, MALFORMED_HEADER */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description WEBHOOK_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description PRECONDITION_FAILED */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description WEBHOOK_TARGET_REFUSED */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listWebhookDeliveries: {
    parameters: {
      query?: {
        /** @description nextCursor of the page before. */
        cursor?: string;
        limit?: number;
        state?: 'pending' | 'delivered' | 'failed';
      };
      header?: never;
      path: {
        /** @description wh_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          /** @description <address>; rel="next": the next page, as it is; absent on the last one. */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDeliveryPage'];
        };
      };
      /** @description MALFORMED_PATH, MALFORMED_QUERY */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description WEBHOOK_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  retryWebhookDelivery: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description evt_… */
        eventId: string;
        /** @description wh_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It will be told. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDelivery'];
        };
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description WEBHOOK_NOT_FOUND, DELIVERY_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  replayWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description wh_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WebhookReplay'];
      };
    };
    responses: {
      /** @description It will be told. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description MALFORMED_PATH, BODY_INCOMPLETE, MALFORMED_UTF8, MALFORMED_JSON, TOO_DEEP, DUPLICATE_KEY, LONE_SURROGATE, UNSAFE_NUMBER, MALFORMED_REQUEST */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description WEBHOOK_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_SLOW */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description BODY_TOO_LARGE */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description UNSUPPORTED_MEDIA_TYPE */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  rotateWebhookSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description wh_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The secret, shown here only. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookSecret'];
        };
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description WEBHOOK_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  testWebhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description wh_… */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What the address answered. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookTest'];
        };
      };
      /** @description MALFORMED_PATH */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description NOT_SIGNED_IN, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, API_KEY_INVALID, API_KEY_EXPIRED */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description ROLE_REQUIRED, SCOPE_REQUIRED */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description WEBHOOK_NOT_FOUND */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getVersion: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The version. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Version'];
        };
      };
      /** @description INTERNAL */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description OVERLOADED, UNAVAILABLE */
      503: {
        headers: {
          /** @description Seconds. */
          'Retry-After'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
