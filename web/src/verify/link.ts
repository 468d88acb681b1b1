/**
 * The link form of the page: `/verify#u=/path/of/bundle.json`, on the same host. The fragment never leaves the
 * browser by itself.
 *
 * @returns The path, undefined when the fragment names none.
 */
export function bundlePathOf(fragment: string): string | undefined {
  const path = new URLSearchParams(fragment.replace(/^#/, '')).get('u');
  return path?.startsWith('/') && !path.startsWith('//') ? path : undefined;
}
