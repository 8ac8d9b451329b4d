/** One line of the table in docs/load.md. */
export interface Row {
  readonly what: string;
  readonly expected: string;
  readonly seen: string;
  readonly pass: boolean;
}
