/** A row of a table, whatever file it came in. */

/** What a spreadsheet keeps as a number: its digits are those that the program thought fit. */
export interface NumberCell {
  readonly number: string;
}

/** A cell that holds neither text nor a number: `code` of the fault it is. */
export interface OddCell {
  readonly odd: 'ERROR_CELL' | 'BOOLEAN_CELL';
}

export type Cell = string | NumberCell | OddCell;

export interface Row {
  /** 1-based, as an editor or a spreadsheet counts. */
  readonly line: number;
  /** Absent cells are empty text. */
  readonly cells: readonly Cell[];
}
