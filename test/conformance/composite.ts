import type { Replay, Replays } from "./entry.ts";
import { type Exchange, replayExchanges } from "./exchange.ts";
import type { Place } from "./org.ts";
import { compare, createIds } from "./shape.ts";

/** Composites. Of some only the answer was recorded; these are asked for with requests of the same kind. */
export const compositeReplays: Replays = {
  "composite/composite-304-etag-subrequests.json": replayExchanges({ adapt: ifModifiedSinceNow }),
  "composite/composite-allornone-all-error.json": replayAnswer(() => billing(true)),
  "composite/composite-count-invalid-type.json": replayExchanges({ prepare: seedSeventeen }),
  "composite/composite-count.json": replayExchanges({ prepare: seedSeventeen }),
  "composite/composite-invalid-reference-partial.json": replayAnswer(() => billing(false)),
  "composite/composite-queries-and-204.json": {
    ...replayAnswer(queriesAndUpdates, { typesOnly: true, names: orderNames() }),
    data: "sample",
  },
  "composite/composite-queries.json": replayExchanges(),
  "composite/composite-reference-ids.json": replayExchanges(),
  "composite/composite-subrequest-404.json": replayExchanges(),
};

interface AnswerOptions {
  readonly typesOnly?: boolean;
  /** Recorded names and those of the local org that stand for them. */
  readonly names?: Readonly<Record<string, string>>;
}

interface Asked {
  readonly path: string;
  readonly body: object;
}

const base = "/services/data/v61.0";

/** Asks for the answer of a fixture that holds nothing but the answer. */
function replayAnswer(ask: (place: Place) => Asked | Promise<Asked>, options: AnswerOptions = {}): Replay {
  const { typesOnly = false, names = {} } = options;
  return {
    data: "none",
    async run(place, recording) {
      const { path, body } = await ask(place);
      const answer = await place.send({ method: "POST", path: `${base}${path}`, body });
      const wanted = { status: 200, body: renamed(recording, names) };
      const given = { status: answer.status, body: answer.body };
      return [
        { name: `1 POST ${path}`, differences: compare(wanted, given, { ids: createIds(), typesOnly }) },
      ];
    },
  };
}

function renamed(recording: unknown, names: Readonly<Record<string, string>>): unknown {
  let text = JSON.stringify(recording);
  for (const [recorded, given] of Object.entries(names)) text = text.replaceAll(recorded, given);
  return JSON.parse(text);
}

async function seedSeventeen(place: Place): Promise<void> {
  const attributes = { type: "Account" };
  await place.seed(Array.from({ length: 17 }, (_, index) => ({ attributes, Name: `Account ${index}` })));
}

/** The recorded moment lies before the local org's start, so that nothing would be unchanged since. */
function ifModifiedSinceNow(exchange: Exchange): Exchange {
  const since = new Date(Date.now() + 60_000).toUTCString();
  const body = JSON.stringify(exchange.request.body).replaceAll("Thu, 03 Sep 2020 21:35:07 GMT", since);
  return { ...exchange, request: { ...exchange.request, body: JSON.parse(body) } };
}

/** A query without a result, what refers to its first record, and what refers to that. */
function billing(allOrNone: boolean): Asked {
  const create = (referenceId: string, fields: object) => ({
    method: "POST",
    url: `${base}/sobjects/Contact`,
    referenceId,
    body: { LastName: referenceId, ...fields },
  });
  const query = `SELECT Id FROM Account WHERE Name = 'nobody'`;
  const compositeRequest = [
    {
      method: "GET",
      url: `${base}/query?q=${encodeURIComponent(query)}`,
      referenceId: "billingScheduleForOrderId",
    },
    create("billingMilestonePlan", { AccountId: "@{billingScheduleForOrderId.records[0].Id}" }),
    create("billingMilestonePlanItems", { ReportsToId: "@{billingMilestonePlan.id}" }),
  ];
  return { path: "/composite", body: { allOrNone, compositeRequest } };
}

/** The local org has orders where the recorded one had quotes. */
function orderNames(): Readonly<Record<string, string>> {
  return {
    CalculationStatus: "Status",
    LineItemCount: "TotalAmount",
    QuoteLineRelationship: "Asset",
    QuoteLineItem: "OrderItem",
    AssociatedQuoteLineId: "Product2Id",
    MainQuoteLineId: "ParentId",
    QuoteId: "AccountId",
    '"Quote"': '"Order"',
    "sobjects/Quote/": "sobjects/Order/",
  };
}

async function queriesAndUpdates(place: Place): Promise<Asked> {
  const accounts = await place.query("SELECT Id FROM Account LIMIT 2");
  const query = (referenceId: string, soql: string) => ({
    method: "GET",
    url: `${base}/query?q=${encodeURIComponent(soql)}`,
    referenceId,
  });
  const update = (referenceId: string, index: number) => ({
    method: "PATCH",
    url: `${base}/sobjects/Account/${accounts[index]?.Id}`,
    referenceId,
    body: { Description: referenceId },
  });
  const compositeRequest = [
    query("quote", "SELECT Status, TotalAmount FROM Order LIMIT 1"),
    query("qlis", "SELECT Id, Product2Id FROM OrderItem LIMIT 10"),
    query(
      "qlrs",
      "SELECT Product2Id, Id, ParentId, AccountId FROM Asset WHERE ParentId != null AND Product2Id != null LIMIT 3",
    ),
    update("taxAdminNewPassword", 0),
    update("productAndPricingAdminNewPassword", 1),
  ];
  return { path: "/composite", body: { compositeRequest } };
}
