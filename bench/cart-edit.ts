import { type Container, CosmosClient } from "@azure/cosmos";
import { type CosmosServer, startCosmos } from "../test/stores/cosmos-server.ts";
import { startProcess } from "./process.ts";
import { createAsk, quantile, startGateway } from "./setup.ts";

/**
 * An edit of a cart that shows no prices, through the whole gateway, beside a bare replace of the same document with the
 * same client library in the same store, turn by turn. Prints Markdown for docs/performance.md. Start with
 * `npm run bench:cart-edit`.
 */
const rounds = 1_000;
const database = "bench";

await using cosmos = await startCosmos();
await using org = await startProcess(["dist/local/org/main.js", "--control", "--port", "0"]);
await using gateway = await startGateway(org.url, {
  WEBSTORE_ID: "none",
  AZURE_COSMOS_ENDPOINT: cosmos.endpoint,
  AZURE_COSMOS_KEY: cosmos.key,
  AZURE_COSMOS_DATABASE: database,
});

const ask = createAsk(`${gateway.url}/graphql`);
const container = openContainer(cosmos);
const skus = ["GC1020", "GC1040", "GC1060", "GC3020", "GC3040"];
const made = await mutate("createCart", {
  accountId: "001Lo0000000005IAA",
  lines: skus.map((sku) => ({ sku, quantity: 1 })),
});
const cartId = made.cart.id;
const [{ id: lineId }] = made.cart.lines;
const replace = await copyOf(container, cartId);

const edits: number[] = [];
const replaces: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const lines = [{ lineId, quantity: 1 + (round % 9) }];
  edits.push(await timeOf(() => mutate("updateCartLines", { cartId, lines })));
  replaces.push(await timeOf(() => replace(round)));
}

console.log("| | p50 | p95 |");
console.log("| --- | ---: | ---: |");
for (const [name, times] of Object.entries({
  "unpriced edit through the gateway": edits,
  "bare Cosmos replace": replaces,
})) {
  console.log(`| ${name} | ${quantile(times, 0.5).toFixed(2)} ms | ${quantile(times, 0.95).toFixed(2)} ms |`);
}
console.log(`| ratio | ${(quantile(edits, 0.5) / quantile(replaces, 0.5)).toFixed(2)} | |`);

function openContainer({ endpoint, key }: CosmosServer): Container {
  const client = new CosmosClient({ endpoint, key, connectionPolicy: { enableEndpointDiscovery: false } });
  return client.database(database).container("carts");
}

/** Replaces a copy of the cart's document, with the tag of its last write. */
async function copyOf(carts: Container, id: string): Promise<(round: number) => Promise<void>> {
  const partition = id.slice("cart_".length, "cart_".length + 18);
  const { resource } = await carts.item(id, partition).read();
  const copy = { ...resource, id: "copy" };
  let { etag } = await carts.items.create(copy);
  return async (round) => {
    const accessCondition = { type: "IfMatch", condition: etag };
    const written = await carts.item("copy", partition).replace({ ...copy, round }, { accessCondition });
    etag = written.etag;
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the answer's form is the document's
async function mutate(mutation: string, input: object): Promise<any> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) {
    ${mutation}(input: $input) { cart { id version lines { id quantity } } userErrors { message } }
  }`;
  return (await ask(document, { input }))[mutation];
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
