import Papa from "papaparse";
import { DecimalScalar } from "../graph/scalar.ts";
import type { UserError } from "../graph/user-error.type.ts";
import type { AskedLine } from "./cart-line-input.ts";

export interface QuickOrder {
  readonly lines: readonly AskedLine[];
  readonly userErrors: readonly UserError[];
}

const maxRows = 500;

/**
 * Reads pasted rows of a product code and a quantity. A row that cannot be read is an error under its number, counted from 0
 * over the rows that have something in them; the path is input, text, 3.
 */
export function readQuickOrder(text: string): QuickOrder {
  const { data } = Papa.parse<string[]>(text.trim(), {
    skipEmptyLines: "greedy",
    delimitersToGuess: [",", ";", "\t"],
  });
  const rows = data.map(toCells);
  const [first] = rows;
  const hasHeading = first !== undefined && rows.length > 1 && !/\d/.test(first.quantity);
  const body = hasHeading ? rows.slice(1) : rows;
  if (body.length > maxRows) {
    const message = `A quick order has at most ${maxRows} rows.`;
    return { lines: [], userErrors: [{ code: "LIMIT_EXCEEDED", message, path: ["input", "text"] }] };
  }
  const read = body.map(({ sku, quantity }, index) =>
    toLine(sku, quantity, ["input", "text", String(index)]),
  );
  return {
    lines: read.flatMap((row) => ("code" in row ? [] : [row])),
    userErrors: read.flatMap((row) => ("code" in row ? [row] : [])),
  };
}

/** Pasted texts have blanks between the columns as well; without a quantity one piece is meant. */
function toCells(row: readonly string[]): { readonly sku: string; readonly quantity: string } {
  const cells = row.length > 1 ? row : (row[0] ?? "").trim().split(/\s+/);
  const [sku = "", quantity = "1"] = cells.map((cell) => cell.trim());
  return { sku, quantity };
}

function toLine(sku: string, text: string, path: readonly string[]): AskedLine | UserError {
  if (sku === "") return { code: "REQUIRED", message: "The row has no product code.", path };
  try {
    return { sku, quantity: DecimalScalar.parseValue(text), path };
  } catch {
    return { code: "INVALID", message: `"${text.slice(0, 40)}" is no quantity.`, path };
  }
}
