import type { ApiBudget } from "../salesforce/api-budget.ts";
import type { OperatorOrg, Report } from "./frame.ts";
import { formatTable } from "./table.ts";

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_limits.htm */
type OrgLimits = Readonly<Record<string, { readonly Max: number; readonly Remaining: number }>>;

/** What the gateway uses up: calls, records, files that are put to orders. */
const concerned = ["DailyApiRequests", "DataStorageMB", "FileStorageMB"];

/** Any other that is nearly used up is shown as well, for it is the same org. */
const shortPercent = 20;

const meanings: Readonly<Record<ApiBudget["state"], string>> = {
  NORMAL: "there are enough",
  CONSERVING: "they run short: answers of the cache may be older, LOW_PRIORITY_CLIENTS are refused",
  CRITICAL: "the reserve is reached: only carts and orders go on",
};

/** What is left of the org's API calls and storage. One API call; not good when the budget is CRITICAL. */
export async function showLimits({ salesforce }: OperatorOrg): Promise<Report> {
  const { integration } = salesforce;
  const answer = (await integration.get(`${integration.basePath}/limits`)) as OrgLimits;
  const budget = await salesforce.readBudget();
  const limits = Object.entries(answer)
    .map(([limit, { Max, Remaining }]) => toRow(limit, Max, Remaining))
    .filter(({ limit, leftPercent }) => concerned.includes(limit) || leftPercent < shortPercent);
  const { used, limit, reserve, state } = budget;
  const text = [
    `API calls  ${used} used of ${limit} in 24 hours, ${limit - used} left`,
    `Reserve    ${reserve} calls for carts and orders (SALESFORCE_RESERVE_PERCENT)`,
    `State      ${state}: ${meanings[state]}`,
    "",
    formatTable(limits.map(({ leftPercent, ...row }) => ({ ...row, left: `${leftPercent} %` }))),
  ].join("\n");
  return { text, data: { apiBudget: budget, limits }, isGood: state !== "CRITICAL" };
}

interface LimitRow {
  readonly limit: string;
  readonly used: number;
  readonly max: number;
  readonly leftPercent: number;
}

function toRow(limit: string, max: number, remaining: number): LimitRow {
  const leftPercent = max === 0 ? 100 : Math.floor((remaining / max) * 100);
  return { limit, used: max - remaining, max, leftPercent };
}
