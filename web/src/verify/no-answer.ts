/** Why there is no answer: the reader is told "could not ask", never "invalid". */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  /**
   * @param code `UNREACHABLE`, `BUSY`: the host; `FOREIGN_ADDRESS`, `NOT_FOUND`, `TOO_LARGE`: the address;
   *   `PAGE_INCOMPLETE`: a script of the page did not come; `PAGE_FAULT`: nobody foresaw it.
   */
  constructor(
    readonly code:
      | 'UNREACHABLE'
      | 'BUSY'
      | 'FOREIGN_ADDRESS'
      | 'NOT_FOUND'
      | 'TOO_LARGE'
      | 'PAGE_INCOMPLETE'
      | 'PAGE_FAULT',
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}
