type Row = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** Rows for a person: a column a key, as wide as its longest value. */
export function formatTable(rows: readonly Row[]): string {
  const [first] = rows;
  if (!first) return "none\n";
  const names = Object.keys(first);
  const lines = [names, ...rows.map((row) => names.map((name) => cell(row[name])))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map(
      (line) =>
        `${line
          .map((text, column) => text.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

function cell(value: Row[string] | undefined): string {
  if (Array.isArray(value)) return value.join(" ");
  return value === null || value === undefined ? "-" : String(value);
}
