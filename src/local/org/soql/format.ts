import type { Row, Value } from "../row.ts";
import type { Field } from "../sobject.ts";
import { isNumber } from "../value.ts";
import { toDate } from "./date-function.ts";

const money = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  minimumFractionDigits: 0,
});
const number = new Intl.NumberFormat("en-US", { maximumFractionDigits: 18 });
const day = new Intl.DateTimeFormat("en-US", { timeZone: "UTC" });
const moment = new Intl.DateTimeFormat("en-US", {
  timeZone: "UTC",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
});

/** FORMAT(): the text a user whose locale is en_US and whose time zone is UTC would see. */
export function formatted(field: Field, read: (row: Row) => Value): (row: Row) => string | null {
  return (row) => {
    const value = read(row);
    return value === null ? null : format(field, value);
  };
}

function format(field: Field, value: Value): string {
  if (field.type === "currency") return money.format(Number(value));
  if (isNumber(field)) return number.format(Number(value));
  if (field.type === "date") return day.format(toDate(value));
  if (field.type === "datetime") return moment.format(toDate(value)).replace("\u202f", " ");
  return String(value);
}
