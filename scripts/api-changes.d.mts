export function changesBetween(
  before: object,
  now: object,
): { readonly breaking: string[]; readonly additive: string[] };
