import type { RestRequest } from "../rest/route.ts";
import type { Row } from "../row.ts";
import { invalidInput } from "./storefront.ts";

const pageSizes = { usual: 25, most: 100 };

type Compare = (a: Row, b: Row) => number;

const byName: Compare = (a, b) => String(a.Name).localeCompare(String(b.Name));
const byPrice: Compare = (a, b) => Number(a.SalesPrice) - Number(b.SalesPrice);

/** Items come as they were created, so that creation needs no comparison. */
const sorts: ReadonlyMap<string, (items: readonly Row[]) => readonly Row[]> = new Map([
  ["CreatedDateAsc", (items) => items],
  ["CreatedDateDesc", (items) => items.toReversed()],
  ["NameAsc", (items) => items.toSorted(byName)],
  ["NameDesc", (items) => items.toSorted((a, b) => byName(b, a))],
  ["SalesPriceAsc", (items) => items.toSorted(byPrice)],
  ["SalesPriceDesc", (items) => items.toSorted((a, b) => byPrice(b, a))],
]);

/** One page of a Commerce collection with the links to its neighbours; a token is the number of a page. */
export function pageOf({ search, segments, apiVersion }: RestRequest, all: readonly Row[]) {
  const size = Number(search.get("pageSize") ?? pageSizes.usual);
  if (!Number.isInteger(size) || size < 1 || size > pageSizes.most) {
    throw invalidInput(`pageSize must be a whole number from 1 to ${pageSizes.most}.`);
  }
  const sort = sorts.get(search.get("sort") ?? "CreatedDateAsc");
  if (!sort) throw invalidInput(`sort must be one of ${[...sorts.keys()].join(", ")}.`);
  const page = Number(search.get("page") ?? 1);
  const last = Math.max(Math.ceil(all.length / size), 1);
  if (!Number.isInteger(page) || page < 1 || page > last) throw invalidInput("There is no such page.");
  const link = (number: number): string | null => {
    if (number < 1 || number > last || last === 1) return null;
    const query = new URLSearchParams(search);
    query.set("page", String(number));
    return `/services/data/v${apiVersion.toFixed(1)}/${segments.join("/")}?${query}`;
  };
  const token = (number: number) => (link(number) === null ? null : String(number));
  return {
    items: sort(all).slice((page - 1) * size, page * size),
    links: {
      currentPageToken: token(page),
      currentPageUrl: link(page),
      nextPageToken: token(page + 1),
      nextPageUrl: link(page + 1),
      previousPageToken: token(page - 1),
      previousPageUrl: link(page - 1),
    },
  };
}
