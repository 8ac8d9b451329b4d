import { getTogether } from "./composite.ts";
import { toGatewayError } from "./failure.ts";
import type { RequestSender } from "./session.ts";

interface Page {
  readonly records: readonly unknown[];
  readonly nextRecordsUrl?: string;
}

/** More pages no query of the gateway's own has. */
const maxPages = 20;

/**
 * The rows of up to five queries of the gateway's own, in the order of the queries; what fails is an error in its place. One API
 * call, and one more for each page of a long answer.
 */
export async function queryTogether(
  sender: RequestSender,
  queries: readonly string[],
): Promise<readonly (readonly unknown[] | Error)[]> {
  const paths = queries.map((soql) => `${sender.basePath}/query?q=${encodeURIComponent(soql)}`);
  const pages = await getTogether(sender, paths);
  return await Promise.all(
    pages.map((page) => (page instanceof Error ? page : complete(sender, page as Page))),
  );
}

/** The rows of queries that all have to succeed. @throws GatewayError */
export async function requireRows(
  sender: RequestSender,
  queries: readonly string[],
): Promise<readonly (readonly unknown[])[]> {
  return (await queryTogether(sender, queries)).map((rows) => {
    if (rows instanceof Error) throw rows;
    return rows;
  });
}

async function complete({ get }: RequestSender, first: Page): Promise<readonly unknown[]> {
  const records = [...first.records];
  let page = first;
  for (let count = 1; page.nextRecordsUrl !== undefined; count += 1) {
    if (count >= maxPages) throw toGatewayError(new Error(`a query's answer goes on after ${count} pages`));
    page = (await get(page.nextRecordsUrl)) as Page;
    records.push(...page.records);
  }
  return records;
}
