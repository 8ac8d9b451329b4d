import { notReplayed, type ReadRecording, type Replay, type Replays } from "./entry.ts";
import { withoutNote } from "./exchange.ts";
import type { Place } from "./org.ts";
import { compare, createIds } from "./shape.ts";

export const graphReplays: Replays = {
  "composite/graph-request.json": notReplayed("sent with graph-response-success.json"),
  "composite/graph-response-error.json": replayGraph(refusedNodes, {
    "value found: Name": "value found: BuyerId",
  }),
  "composite/graph-response-success.json": replayGraph(recordedNodes),
};

interface Node {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface GraphRequest {
  readonly graphs: readonly { readonly compositeRequest: readonly Node[] }[];
}

interface GraphAnswer {
  readonly graphs: readonly {
    readonly graphResponse: { readonly compositeResponse: readonly { readonly referenceId: string }[] };
  }[];
}

const base = "/services/data/v61.0";

/** The answer to one graph; nodes about objects the local org does not have are left out. */
function replayGraph(
  ask: (place: Place, read: ReadRecording) => Promise<readonly Node[]>,
  names: Readonly<Record<string, string>> = {},
): Replay {
  return {
    data: "none",
    async run(place, recording, read) {
      const nodes = await ask(place, read);
      const lacking: string[] = [];
      for (const { url } of nodes) {
        if ((await place.describe(typeOfNode(url))) === null) lacking.push(typeOfNode(url));
      }
      const compositeRequest = nodes.filter(({ url }) => !lacking.includes(typeOfNode(url)));
      const graphs = [{ graphId: "1", compositeRequest }];
      const path = `${base}/composite/graph`;
      const { status, body } = await place.send({ method: "POST", path, body: { graphs } });
      const asked = compositeRequest.map(({ referenceId }) => referenceId);
      const wanted = { status: 200, body: answerTo(asked, renamed(recording, names)) };
      const differences = compare(wanted, { status, body }, { ids: createIds() });
      const note = withoutNote(lacking);
      return [{ name: "1 POST /composite/graph", differences, ...(note && { note }) }];
    },
  };
}

function typeOfNode(url: string): string {
  return url.split("/").at(-1) ?? "";
}

function renamed(recording: unknown, names: Readonly<Record<string, string>>): GraphAnswer {
  const text = JSON.stringify(recording);
  return JSON.parse(Object.entries(names).reduce((result, [from, to]) => result.replaceAll(from, to), text));
}

function answerTo(asked: readonly string[], { graphs }: GraphAnswer): object {
  const answered = graphs.map(({ graphResponse, ...graph }) => ({
    ...graph,
    graphResponse: {
      compositeResponse: graphResponse.compositeResponse.filter((part) => asked.includes(part.referenceId)),
    },
  }));
  return { graphs: answered };
}

/** As they were recorded, but for an address that was blackened and a price book of the recorded org. */
async function recordedNodes(_place: Place, read: ReadRecording): Promise<readonly Node[]> {
  const { graphs } = (await read("composite/graph-request.json")) as GraphRequest;
  return graphs
    .flatMap(({ compositeRequest }) => compositeRequest)
    .map(({ body: { Email, Pricebook2Id: _book, ...body }, ...node }) => ({
      ...node,
      body: Email === undefined ? body : { ...body, Email: "someone@example.com" },
    }));
}

/** One of the records is there already. */
async function refusedNodes(place: Place): Promise<readonly Node[]> {
  const [BuyerId = ""] = await place.seed([{ attributes: { type: "Account" }, Name: "Buyer" }]);
  const buyer = { Name: "Buyer", BuyerId, CommerceType: "Buyer" };
  await place.seed([{ attributes: { type: "BuyerAccount" }, ...buyer }]);
  const AccountId = "@{account.id}";
  const opportunity = { Name: "Chance", StageName: "Prospecting", CloseDate: "2024-09-28", AccountId };
  return [
    create("account", "Account", { Name: "Micki Account" }),
    create("attributeDefinition", "BuyerAccount", buyer),
    create("contact", "Contact", { LastName: "Account", AccountId }),
    create("opportunity", "Opportunity", opportunity),
  ];
}

function create(referenceId: string, type: string, body: Node["body"]): Node {
  return { method: "POST", url: `${base}/sobjects/${type}`, referenceId, body };
}
