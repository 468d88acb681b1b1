/** Groups of four digits, as a fingerprint is printed. */
export function grouped(hex: string): string {
  return hex.replace(/(.{4})(?=.)/g, '$1 ');
}
