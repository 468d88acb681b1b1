/**
 * The forged twin of a sample bundle: its total is raised and everything that a forger can recompute fits again,
 * so that only the record signed by the organizations contradicts it.
 *
 * @module
 */

/** Enough of a bundle to change an amount (docs/formats.md section 4). */
interface ForgeableBundle {
  document: {
    header: { required: Record<string, string> };
    paths: string[];
    fields: { value?: unknown; salt?: string; leaf?: string }[];
  };
}

const RAISE_FEN = 100_000n;

/**
 * Raises the first line, the net total and the gross total by the same 1,000 yuan. Salts stay, so every leaf, the
 * document hash and the root that a verifier computes from this bundle are consistent with one another.
 */
export function forgeTotal(bundle: unknown): unknown {
  const forged = structuredClone(bundle) as ForgeableBundle;
  const { required } = forged.document.header;
  for (const member of ['totalNet', 'totalGross']) required[member] = raised(required[member]);
  const at = forged.document.paths.indexOf('/lines/0/net');
  const field = forged.document.fields[at];
  if (typeof field?.value === 'string') field.value = raised(field.value);
  return forged;
}

function raised(amount: string | undefined): string {
  const fen = BigInt((amount ?? '0.00').replace('.', '')) + RAISE_FEN;
  return `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
}
