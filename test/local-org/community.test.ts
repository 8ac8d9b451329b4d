import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Rest, startOrg, type TestOrg } from "./org.ts";

let org: TestOrg;
let rest: Rest;
beforeAll(async () => {
  org = await startOrg({ data: "sample" });
  rest = await org.signIn();
});
afterAll(() => org[Symbol.asyncDispose]());

describe("Experience Cloud sites", () => {
  test("are listed with their addresses", async () => {
    const { status, body } = await rest.send("GET", "/connect/communities");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      total: 1,
      communities: [
        {
          id: expect.stringMatching(/^0DB\w{15}$/),
          name: "Partner Portal",
          status: "Live",
          urlPathPrefix: "partners",
          siteUrl: `${org.url}/partners`,
        },
      ],
    });
  });

  test("are found by their ids of either length, and no others", async () => {
    const { body } = await rest.send("GET", "/connect/communities");
    const [site] = body.communities;
    for (const id of [site.id, site.id.slice(0, 15)]) {
      expect((await rest.send("GET", `/connect/communities/${id}`)).body).toEqual(site);
    }
    const unknown = await rest.send("GET", "/connect/communities/0DB000000000000AAA");
    expect([unknown.status, unknown.body[0].errorCode]).toEqual([404, "NOT_FOUND"]);
  });

  test("are none in an empty org", async () => {
    await using empty = await startOrg();
    const { body } = await (await empty.signIn()).send("GET", "/connect/communities");
    expect(body).toEqual({ communities: [], total: 0 });
  });
});
