/**
 * Who is the authority for what: one chaincode definition for each namespace, named after it. The
 * table is part of the bundle that endorsers run, so it changes only by a lifecycle upgrade.
 *
 * @module
 */

/** Organizations of the channel, one MSP each. */
export const MSP_IDS = ['TaxMSP', 'AffairsMSP', 'CourtMSP', 'OperatorMSP'] as const;

export type MspId = (typeof MSP_IDS)[number];

export interface NamespaceKind {
  readonly kind: string;
  /** Regular expression of the number prefixes that the namespace may give out for the kind. */
  readonly prefixes: string;
}

export interface NamespaceRules {
  readonly authority: MspId;
  readonly kinds: readonly NamespaceKind[];
}

export const NAMESPACE_NAMES = ['tax', 'affairs', 'court'] as const;

export type Namespace = (typeof NAMESPACE_NAMES)[number];

export const NAMESPACES: Readonly<Record<Namespace, NamespaceRules>> = {
  tax: {
    authority: 'TaxMSP',
    kinds: [{ kind: 'invoice', prefixes: '^[0-9]{2}00[0-9]$' }, auditCheckpoints('^AUDITTAX[0-9]$')],
  },
  affairs: { authority: 'AffairsMSP', kinds: [auditCheckpoints('^AUDITAFFAIRS[0-9]$')] },
  court: { authority: 'CourtMSP', kinds: [auditCheckpoints('^AUDITCOURT[0-9]$')] },
};

/** Every gateway deposits where its audit log stands, by the authority of its own organization. */
function auditCheckpoints(prefixes: string): NamespaceKind {
  return { kind: 'auditCheckpoint', prefixes };
}

export function isNamespace(name: string): name is Namespace {
  return Object.hasOwn(NAMESPACES, name);
}

/** MSP id of the namespace's authority; `undefined` for a name that is no namespace. */
export function authorityOf(namespace: string): MspId | undefined {
  return isNamespace(namespace) ? NAMESPACES[namespace].authority : undefined;
}

/**
 * Who must endorse what a namespace writes: its authority and one of the others. What the policy
 * `AND('<authority>.peer', OutOf(1, …))` of the definition says.
 */
export function endorsementPolicy(namespace: Namespace): {
  readonly authority: MspId;
  readonly others: readonly MspId[];
} {
  const { authority } = NAMESPACES[namespace];
  return { authority, others: MSP_IDS.filter((mspId) => mspId !== authority) };
}
