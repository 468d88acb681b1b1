/** A row of a table, whatever file it came in. */

/** How the format of a cell shows its number. */
export interface NumberShown {
  /** Decimals that are shown; absent: as many as there are. */
  readonly decimals?: number;
  /** `exact`: the number itself. `percent`: a hundred times it. `other`: in thousands, as a fraction, with an exponent, not at all. */
  readonly as: 'exact' | 'percent' | 'other';
}

export const AS_IT_IS: NumberShown = { as: 'exact' };

/** What a spreadsheet keeps as a number: its digits are those that the program thought fit. */
export interface NumberCell {
  readonly number: string;
  /** What the format of the cell makes of it. */
  readonly shown: NumberShown;
}

/** What a spreadsheet keeps, or shows, as a day. */
export interface DayCell {
  /** `yyyy-mm-dd` */
  readonly day: string;
}

/** A cell that holds none of these: code of the fault it is. */
export interface OddCell {
  readonly odd: 'ERROR_CELL' | 'BOOLEAN_CELL' | 'TIME_OF_DAY' | 'NO_DAY';
}

export type Cell = string | NumberCell | DayCell | OddCell;

export interface Row {
  /** 1-based, as an editor or a spreadsheet counts. */
  readonly line: number;
  /** Absent cells are empty text. */
  readonly cells: readonly Cell[];
}
