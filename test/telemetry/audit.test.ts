import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { edge, openCarts } from "../cart/carts.ts";
import { shareDatabase } from "../database.ts";
import { type Gateway, startGateway } from "../gateway.ts";

interface Entry {
  readonly act: string;
  readonly actor: string;
  readonly target: string | null;
  readonly request_id: string | null;
}

async function entriesOf(requestId: string): Promise<readonly Entry[]> {
  await using database = await shareDatabase();
  const sql = "SELECT act, actor, target, request_id FROM audit_entries WHERE request_id = $1";
  return (await database.withSession((session) => session.query(sql, [requestId]))) as unknown as Entry[];
}

const from = (requestId: string) => ({ headers: { "x-request-id": requestId } });

const signIn = (password: string) =>
  `mutation { signIn(input: { email: "buyer@edge.example", password: "${password}" }) { refreshToken } }`;

test("What people do is noted with the id of the request that they did it with", async () => {
  await using gateway = await startGateway();
  const refused = { token: null, ...from("audit-refused") };
  await gateway.query(signIn("not-local-only"), {}, refused);
  const opened = await gateway.query(signIn("local-only"), {}, { token: null, ...from("audit-opened") });
  const exchange =
    "mutation ($token: String!) { refreshSession(input: { refreshToken: $token }) { refreshToken } }";
  const { refreshToken } = opened.data.signIn;
  await gateway.query(exchange, { token: refreshToken }, { token: null, ...from("audit-refreshed") });
  expect(await entriesOf("audit-refused")).toMatchObject([{ act: "session.refuse", actor: "NOBODY" }]);
  const [open, ...others] = await entriesOf("audit-opened");
  expect([open?.act, open?.actor, others]).toEqual(["session.open", "NOBODY", []]);
  expect(await entriesOf("audit-refreshed")).toMatchObject([
    { act: "session.refresh", target: open?.target },
  ]);
  await ordersAreNoted(gateway);
});

async function ordersAreNoted(gateway: Gateway): Promise<void> {
  const carts = await openCarts(gateway);
  const { id } = await carts.make({ GC1040: 1 }, edge);
  const document =
    "mutation ($id: ID!) { placeOrder(input: { cartId: $id }) { checkout { orders { id } } } }";
  const { data } = await gateway.query(document, { id }, from("audit-placed"));
  const orderId = data.placeOrder.checkout.orders[0].id;
  const placed = { act: "order.place", actor: "USER", target: orderId };
  expect(await entriesOf("audit-placed")).toMatchObject([placed]);
}

test("docs/operations.md names every act that the gateway notes", () => {
  const page = readFileSync("docs/operations.md", "utf8");
  const sources = [
    "src/account/account-change.ts",
    "src/asset/asset-change.ts",
    "src/asset/asset-registration.ts",
    "src/order/checkout-run.ts",
    "src/order/document.ts",
    "src/order/order-life.ts",
    "src/organization/organization.ts",
    "src/session/oauth.ts",
    "src/session/session.ts",
  ];
  const texts = sources.map((path) => readFileSync(path, "utf8")).join("\n");
  const acts = texts.match(/(?<=(?:audit\(|note\(actor, |act: )")\w+\.\w+(?=")/g) ?? [];
  expect(acts.length).toBeGreaterThan(15);
  expect(acts.filter((act) => !page.includes(`\`${act}\``))).toEqual([]);
});
