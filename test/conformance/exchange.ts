import type { Entry, Replay } from "./entry.ts";
import { localPath, type Place, type SeedRecord } from "./org.ts";
import { fitPart, isRecordAddress, lackingObjects, type Part } from "./part.ts";
import { compare, createIds, type Difference, type Ids, isObject } from "./shape.ts";

export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly uri?: string;
    readonly url?: string;
    readonly body?: unknown;
  };
  readonly response: { readonly status: number; readonly body?: unknown };
}

export interface ExchangeOptions {
  readonly data?: "none" | "sample";
  /** For answers whose values are those of the recorded org. */
  readonly typesOnly?: boolean;
  /** Brings the org to where the recorded one was. */
  prepare?(place: Place, ids: Ids, exchanges: readonly Exchange[]): Promise<void>;
  /** Turns what depends on the time of the recording into what depends on now. */
  adapt?(exchange: Exchange): Exchange;
}

interface SubRequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body?: unknown;
}

interface SubAnswer {
  readonly body: unknown;
  readonly httpStatusCode: number;
}

/** Sends recorded requests one after the other, with the local org's ids in place of the recorded ones. */
export function replayExchanges(options: ExchangeOptions = {}): Replay {
  const { data = "none", typesOnly = false, adapt = (exchange) => exchange } = options;
  return {
    data,
    async run(place, recording) {
      const exchanges = exchangesOf(recording).map(adapt);
      const ids = createIds();
      await options.prepare?.(place, ids, exchanges);
      const entries: Entry[] = [];
      for (const [index, exchange] of exchanges.entries()) {
        const { pathname } = new URL(addressOf(exchange), place.url);
        const name = `${index + 1} ${exchange.request.method} ${pathname.replace("/services/data", "")}`;
        entries.push({ name, ...(await replayOne(place, exchange, { ids, typesOnly })) });
      }
      return entries;
    },
  };
}

export function exchangesOf(recording: unknown): readonly Exchange[] {
  return [recording].flat() as readonly Exchange[];
}

function addressOf({ request }: Exchange): string {
  return localPath(request.uri ?? request.url ?? "");
}

type Outcome =
  | { readonly differences: readonly Difference[]; readonly note?: string }
  | { readonly notReplayed: string };

async function replayOne(
  place: Place,
  exchange: Exchange,
  { ids, typesOnly }: { readonly ids: Ids; readonly typesOnly: boolean },
): Promise<Outcome> {
  const { exchange: asked, left, note } = await fitExchange(place, exchange);
  if (!left) return { notReplayed: note };
  const { method, body } = asked.request;
  const answer = await place.send({
    method,
    path: ids.translate(addressOf(asked).replaceAll("%27", "'")),
    ...((body ?? null) !== null && { body: ids.translate(JSON.stringify(body)) }),
  });
  const { status, body: wanted = "" } = asked.response;
  const allowMore = method === "GET" && isRecordAddress(addressOf(asked));
  const differences = compare(
    { status, body: wanted },
    { status: answer.status, body: answer.body },
    { ids, typesOnly, allowMore },
  );
  return note === "" ? { differences } : { differences, note };
}

interface FittedExchange {
  readonly exchange: Exchange;
  /** Whether there is anything to ask for. */
  readonly left: boolean;
  readonly note: string;
}

async function fitExchange(place: Place, exchange: Exchange): Promise<FittedExchange> {
  const { request, response } = exchange;
  if (isObject(request.body) && Array.isArray(request.body.compositeRequest)) {
    return fitComposite(place, exchange, request.body.compositeRequest);
  }
  const part = {
    method: request.method,
    url: addressOf(exchange),
    body: request.body,
    answer: response.body,
    isRefused: response.status >= 400,
  };
  const lacking = await lackingObjects(place, part);
  if (lacking.length > 0) return { exchange, left: false, note: lackNote(lacking) };
  const { url, answer, withoutFields } = await fitPart(place, part);
  const note = withoutFields.length > 0 ? `without ${withoutFields.length} fields the local org lacks` : "";
  const fitted = {
    request: { method: request.method, url, body: request.body },
    response: { status: response.status, body: answer },
  };
  return { exchange: fitted, left: true, note };
}

/** Leaves out the sub-requests about objects the local org does not have. */
async function fitComposite(
  place: Place,
  exchange: Exchange,
  subRequests: readonly SubRequest[],
): Promise<FittedExchange> {
  const { request, response } = exchange;
  const answers = (response.body as { compositeResponse?: readonly SubAnswer[] }).compositeResponse;
  const kept: number[] = [];
  const lacking: string[] = [];
  for (const [index, subRequest] of subRequests.entries()) {
    const found = await lackingObjects(place, partOf(subRequest, answers?.[index]));
    if (found.length === 0) kept.push(index);
    else lacking.push(...found);
  }
  const compositeRequest = kept.map((index) => versioned(subRequests[index]));
  const compositeResponse = answers && kept.map((index) => answers[index]);
  const fitted = {
    request: { ...request, body: { ...(request.body as object), compositeRequest } },
    response: { ...response, body: compositeResponse ? { compositeResponse } : response.body },
  };
  const note = kept.length > 0 ? withoutNote(lacking) : lackNote(lacking);
  return { exchange: fitted, left: kept.length > 0, note };
}

function partOf(subRequest: SubRequest, answer: SubAnswer | undefined): Part {
  const { method, url, body } = subRequest;
  return { method, url, body, answer: answer?.body, isRefused: (answer?.httpStatusCode ?? 500) >= 400 };
}

function versioned(subRequest: SubRequest | undefined): object {
  return { ...subRequest, url: localPath(subRequest?.url ?? "") };
}

export function lackNote(lacking: readonly string[]): string {
  return `the local org has no ${[...new Set(lacking)].join(", ")}`;
}

/** Empty when nothing had to be left out. */
export function withoutNote(lacking: readonly string[]): string {
  return lacking.length > 0 ? `without ${[...new Set(lacking)].join(", ")}, which the local org lacks` : "";
}

/** Creates the records the first queries answered, before anything was written. */
export async function seedRecorded(place: Place, ids: Ids, exchanges: readonly Exchange[]): Promise<void> {
  const firstWrite = exchanges.findIndex(({ request }) => request.method !== "GET");
  const before = firstWrite < 0 ? exchanges : exchanges.slice(0, firstWrite);
  for (const record of before.flatMap(({ response }) => recordsIn(response.body))) {
    const type = String(record.attributes.type);
    const described = await place.describe(type);
    if (!described) continue;
    const writeable = described.fields.filter(
      ({ name, createable }) => createable && (record[name] ?? null) !== null,
    );
    const values = Object.fromEntries(writeable.map(({ name }) => [name, record[name]]));
    const [id = ""] = await place.seed([{ attributes: { type }, ...values }]);
    ids.bind(String(record.Id), id);
  }
}

function recordsIn(body: unknown): readonly SeedRecord[] {
  return isObject(body) && Array.isArray(body.records) ? body.records : [];
}
