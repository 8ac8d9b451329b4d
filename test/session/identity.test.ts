import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Answer } from "../gateway.ts";
import { writeKeyFile, writeRsaPair } from "../key-files.ts";
import type { TestOrg } from "../local-org/org.ts";
import { integration, type Place, people, startPlace } from "../salesforce-people.ts";

let place: Place;
let org: TestOrg;
beforeAll(async () => {
  place = await startPlace();
  org = place.org;
});
afterAll(() => place[Symbol.asyncDispose]());
beforeEach(() => org.forgetCalls());

const names = "{ accounts { nodes { name } } }";
const namesOf = ({ data }: Answer) => data.accounts.nodes.map(({ name }: { name: string }) => name);
const callsOf = async () => (await org.calls()).map(({ path, identity }) => [path, identity]);
const tokenPath = "/services/oauth2/token";
const queryPath = "/services/data/v68.0/query";

describe("A person with a Salesforce user", () => {
  test("is that user before Salesforce, whose sharing applies beside the mapped accounts", async () => {
    await using gateway = await place.startGateway();
    const token = await gateway.signIn("rose");
    await org.forgetCalls();
    expect(namesOf(await gateway.ask(token, names))).toEqual(["Edge Communications"]);
    expect(await callsOf()).toEqual([
      [tokenPath, people.rose],
      [queryPath, people.rose],
    ]);
    expect((await org.calls()).at(-1)?.query).toContain("001Lo0000000002IAA");
  });

  test("is served by the integration user where the settings do not say otherwise", async () => {
    await using gateway = await place.startGateway({ SALESFORCE_IDENTITY: "" });
    expect(namesOf(await gateway.ask(await gateway.signIn("rose"), names))).toEqual([
      "Edge Communications",
      "United Oil & Gas Corp.",
    ]);
    expect(new Set((await callsOf()).map(([, identity]) => identity))).toEqual(new Set([integration]));
  });

  test("never meets another's rows or session, however many ask at once", async () => {
    await using gateway = await place.startGateway();
    const asking = ["rose", "stella", "plain"] as const;
    const tokens = await Promise.all(asking.map(gateway.signIn));
    await org.forgetCalls();
    const rounds = Array.from({ length: 50 }, (_, round) =>
      tokens.map((token) => gateway.ask(token, `{ accounts(first: ${round + 10}) { nodes { name } } }`)),
    );
    const answers = await Promise.all(rounds.map((round) => Promise.all(round)));
    for (const [rose, stella, plain] of answers) {
      expect(rose && namesOf(rose)).toEqual(["Edge Communications"]);
      expect(stella && namesOf(stella)).toEqual(["United Oil & Gas Corp."]);
      expect(plain && namesOf(plain)).toEqual(["Edge Communications", "United Oil & Gas Corp."]);
    }
    const calls = await callsOf();
    for (const identity of [people.rose, people.stella, integration]) {
      expect(calls.filter((call) => call[0] === tokenPath && call[1] === identity)).toHaveLength(1);
      expect(calls.filter((call) => call[0] === queryPath && call[1] === identity)).toHaveLength(50);
    }
  });

  test("is signed in again when the session has expired, once for all that wait", async () => {
    await using gateway = await place.startGateway();
    const token = await gateway.signIn("rose");
    await gateway.ask(token, names);
    await org.expireSessions();
    await org.forgetCalls();
    const answers = await Promise.all(Array.from({ length: 20 }, () => gateway.ask(token, names)));
    for (const answer of answers) expect(namesOf(answer)).toEqual(["Edge Communications"]);
    expect((await callsOf()).filter(([path]) => path === tokenPath)).toEqual([[tokenPath, people.rose]]);
  });
});

describe("A Salesforce user who is refused", () => {
  test.each(["unapproved", "unknown", "offline"] as const)(
    "gets a clear error when %s, and the integration user does not step in",
    async (person) => {
      await using gateway = await place.startGateway();
      const token = await gateway.signIn(person);
      await org.forgetCalls();
      const { data, errors } = await gateway.ask(token, names);
      expect(data).toBeNull();
      expect(errors).toMatchObject([
        {
          path: ["accounts"],
          extensions: { code: "SALESFORCE_USER_REFUSED" },
          message: expect.stringContaining("your Salesforce user"),
        },
      ]);
      expect((await callsOf()).filter(([, identity]) => identity === integration)).toEqual([]);
    },
  );

  test("has lost access when deactivated in Salesforce, at once", async () => {
    await using gateway = await place.startGateway();
    const token = await gateway.signIn("stella");
    expect(namesOf(await gateway.ask(token, names))).toEqual(["United Oil & Gas Corp."]);
    const rest = await org.signIn();
    const [user] = await rest.query<{ Id: string }>(
      `SELECT Id FROM User WHERE Username = '${people.stella}'`,
    );
    await rest.send("PATCH", `/sobjects/User/${user?.Id}`, { IsActive: false });
    const refused = await gateway.ask(token, names);
    await rest.send("PATCH", `/sobjects/User/${user?.Id}`, { IsActive: true });
    expect(refused.errors).toMatchObject([{ extensions: { code: "SALESFORCE_USER_REFUSED" } }]);
    expect(namesOf(await gateway.ask(token, names))).toEqual(["United Oil & Gas Corp."]);
  });

  test("is told from a gateway whose key is the wrong one", async () => {
    const { JWT_PRIVATE_KEY_PATH } = writeRsaPair(2048);
    await using gateway = await place.startGateway({
      SFCC_PRIVATE_KEY: "",
      SFCC_PRIVATE_KEY_PATH: JWT_PRIVATE_KEY_PATH,
    });
    const { errors } = await gateway.ask(await gateway.signIn("rose"), names);
    expect(errors).toMatchObject([{ extensions: { code: "SALESFORCE_REFUSED" } }]);
  });
});

describe("With an Experience Cloud site", () => {
  test("people sign in at the site, whose address the org tells once", async () => {
    await using gateway = await place.startGateway({ SFCC_NETWORK_NAME: "Partner Portal" });
    const [rose, stella] = await Promise.all([gateway.signIn("rose"), gateway.signIn("stella")]);
    await org.forgetCalls();
    expect(namesOf(await gateway.ask(rose, names))).toEqual(["Edge Communications"]);
    expect(namesOf(await gateway.ask(stella, names))).toEqual(["United Oil & Gas Corp."]);
    expect(await callsOf()).toEqual([
      [tokenPath, integration],
      ["/services/data/v68.0/connect/communities", integration],
      [`/partners${tokenPath}`, people.rose],
      [queryPath, people.rose],
      [`/partners${tokenPath}`, people.stella],
      [queryPath, people.stella],
    ]);
  });

  test("a wrong name is the operator's to mend", async () => {
    await using gateway = await place.startGateway({ SFCC_NETWORK_NAME: "No Such Portal" });
    const { errors } = await gateway.ask(await gateway.signIn("rose"), names);
    expect(errors).toMatchObject([{ extensions: { code: "SALESFORCE_ERROR" } }]);
  });
});

describe("The integration user", () => {
  test("signs in by the JWT bearer flow with a username and a key, and needs no secret", async () => {
    await using gateway = await place.startGateway({
      SALESFORCE_IDENTITY: "integration",
      SFCC_CLIENT_SECRET: "",
      SFCC_ADMIN_USERNAME: "admin@local-org.example",
      SFCC_PRIVATE_KEY: "",
      SFCC_PRIVATE_KEY_PATH: writeKeyFile(place.privatePem),
    });
    const token = await gateway.signIn("plain");
    await org.forgetCalls();
    await gateway.ask(token, names);
    expect(await callsOf()).toEqual([
      [tokenPath, "admin@local-org.example"],
      [queryPath, "admin@local-org.example"],
    ]);
  });
});
