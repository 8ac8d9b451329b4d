import { writeFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { chromiumPath, noChromium, openPage, startBrowser, type WatchedPage } from "./browser.ts";
import {
  figure,
  keptToken,
  openExplorer,
  openTab,
  patient,
  run,
  runNew,
  shownAnswer,
  signInAs,
  signOut,
  soql,
} from "./explorer-page.ts";

let gateway: Gateway;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  // The reporter says that tests were skipped, but not why.
  if (!chromiumPath) return void process.stderr.write(`${noChromium}\n`);
  gateway = await startGateway();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await gateway?.[Symbol.asyncDispose]();
});
beforeEach(async ({ skip }) => {
  skip(!chromiumPath, noChromium);
  watched = await openPage(browser);
  page = watched.page;
  page.setDefaultTimeout(patient.timeout);
});
afterEach(() => watched?.[Symbol.asyncDispose]());

const scrollBarsVanishMs = 2_000;

/** The pictures of docs/explorer.md, taken anew where EXPLORER_PICTURES is set. */
async function picture(name: string): Promise<void> {
  if (!process.env.EXPLORER_PICTURES) return;
  await page.mouse.move(640, 790);
  await page.waitForTimeout(scrollBarsVanishMs);
  const image = await page.screenshot({ animations: "disabled" });
  await writeFile(new URL(`../../docs/explorer/${name}.png`, import.meta.url), image);
}

async function viewerOf(token = ""): Promise<number> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: '{"query":"{ viewer { id } }"}',
  });
  return response.status;
}

describe("The explorer", { timeout: 2 * patient.timeout }, () => {
  beforeEach(() => openExplorer(page, gateway.url));

  afterEach(() => {
    const hosts = watched.requests.map((url) => new URL(url)).filter(({ protocol }) => protocol !== "data:");
    expect(new Set(hosts.map(({ origin }) => origin))).toEqual(new Set([gateway.url]));
    expect(watched.faults).toEqual([]);
  });

  test("signs a sample person in with one click, and has every example in a tab", async () => {
    expect(await page.locator("#who").innerText()).toBe("Nobody is signed in");
    await picture("sign-in");
    await signInAs(page, "buyer@edge.example");
    expect(await page.locator("#who").innerText()).toBe("Rose Gonzalez, buyer@edge.example");
    const tabs = await page.getByRole("tab").allInnerTexts();
    expect(tabs).toEqual(expect.arrayContaining(["AccountWithMachines", "MachinesFiltered", "Search"]));
  });

  test("runs an example with its variables, and shows rows and what Salesforce was asked for them", async () => {
    await signInAs(page, "buyer@edge.example");
    await openTab(page, "AccountWithMachines");
    await gateway.org.clearCalls();
    await run(page);
    await expect.poll(() => shownAnswer(page), patient).toContain('"serialNumber": "GC1040-000101"');
    const calls = await gateway.org.calls();
    expect(await figure(page, "API calls")).toBe(String(calls.length));
    expect(await figure(page, "Round trips")).toBe("1");
    expect(await figure(page, "Cost")).toMatch(/^\d+ points$/);
    expect(await figure(page, "HTTP")).toBe("200");
    expect(await soql(page)).toEqual(calls.map(({ query }) => query));
    expect(await shownAnswer(page)).not.toContain("extensions");
    await picture("answer");
  });

  test("runs the first example as it stands, also after a reload, which neither signs out nor adds tabs", async () => {
    await signInAs(page, "buyer@uog.example");
    const tabs = await page.getByRole("tab").allInnerTexts();
    await page.reload();
    await page.locator(".graphiql-execute-button").waitFor();
    expect(await page.getByRole("tab").allInnerTexts()).toEqual(tabs);
    expect(await page.locator("#who").innerText()).toBe("Stella Pavlova, buyer@uog.example");
    await run(page);
    await expect.poll(() => shownAnswer(page), patient).toContain('"priceBookName"');
  });

  test("leads from each error to its code, cause and remedy", async () => {
    await signInAs(page, "admin@gateway.example");
    await openTab(page, "Errors");
    await run(page);
    const errors = page.locator("#trace details");
    const codes = await errors.locator(".code").allInnerTexts();
    expect(codes).toEqual(["BAD_USER_INPUT", "BAD_USER_INPUT", "CONFLICT"]);
    await errors.last().locator("summary").click();
    expect(await errors.last().innerText()).toMatch(/at ambiguous\s+HTTP 409\s+Cause\. [\s\S]+Remedy\. /);
    await picture("errors");
  });

  test.each([
    ["{ apiBudget { used } }", "FORBIDDEN", "operations:read"],
    ["{ viewer { salary } }", "GRAPHQL_VALIDATION_FAILED", "salary"],
  ])("says of %s that it is %s, and names %s", async (document, code, word) => {
    await signInAs(page, "buyer@edge.example");
    await runNew(page, document);
    const summary = await page.locator("#trace summary").first().innerText();
    expect(summary).toContain(code);
    expect(summary).toContain(word);
  });

  test("goes on with the session's next token when the last one is no longer good", async () => {
    await signInAs(page, "buyer@edge.example");
    const token = (await keptToken(page)) ?? "";
    await fetch(`${gateway.url}/oauth/revoke`, { method: "POST", body: new URLSearchParams({ token }) });
    expect(await viewerOf(token)).toBe(401);
    await openTab(page, "AccountWithMachines");
    await run(page);
    expect(await figure(page, "HTTP")).toBe("200");
    expect(await keptToken(page)).not.toBe(token);
    expect(await page.locator("#who").innerText()).toContain("Rose Gonzalez");
  });

  test("asks to sign in anew when the session has ended", async () => {
    await signInAs(page, "buyer@edge.example");
    await page.reload();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    const token = (await keptToken(page)) ?? "";
    await fetch(`${gateway.url}/oauth/revoke`, { method: "POST", body: new URLSearchParams({ token }) });
    await run(page);
    await page.getByText("Your session has ended. Sign in anew.").waitFor();
    expect(await page.locator("#trace .code").innerText()).toBe("UNAUTHENTICATED");
    expect(await keptToken(page)).toBeUndefined();
  });

  test("signs out at the gateway as well", async () => {
    await signInAs(page, "buyer@edge.example");
    const token = await keptToken(page);
    expect(await viewerOf(token)).toBe(200);
    await signOut(page);
    expect(await viewerOf(token)).toBe(401);
    expect(await keptToken(page)).toBeUndefined();
    await openTab(page, "AccountWithMachines");
    await run(page);
    expect(await page.locator("#trace .code").innerText()).toBe("UNAUTHENTICATED");
  });

  test("takes a token that is pasted, and leaves it good when it is put away", async () => {
    const token = gateway.token(["accounts:read"]);
    await page.getByLabel("Or a bearer token").fill(`Bearer ${token}`);
    await page.getByRole("button", { name: "Use token" }).click();
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    expect(await page.locator("#who").innerText()).toBe("tester");
    await signOut(page);
    expect(await viewerOf(token)).toBe(200);
  });

  test("says why it does not sign in", async () => {
    await page.getByLabel("E-mail address").fill("buyer@edge.example");
    await page.getByLabel("Password").fill("not the password");
    await page.getByLabel("Password").press("Enter");
    const fault = page.locator("#sign-in-fault");
    await fault.waitFor();
    expect(await fault.innerText()).toMatch(/password/);
    await page.getByLabel("Or a bearer token").fill("nonsense");
    await page.getByRole("button", { name: "Use token" }).click();
    await page.getByText("The gateway does not take this token.").waitFor();
    expect(await keptToken(page)).toBeUndefined();
  });

  test("opens closed and changed examples anew", async () => {
    await signInAs(page, "buyer@edge.example");
    const tabs = await page.getByRole("tab").allInnerTexts();
    await runNew(page, "{ viewer { email } }");
    expect(await page.getByRole("tab").count()).toBe(tabs.length + 1);
    await page.getByRole("link", { name: "Open examples anew" }).click();
    await expect.poll(() => page.getByRole("tab").allInnerTexts(), patient).toEqual(tabs);
  });
});

describe("Apollo Sandbox at /graphql", () => {
  /** Its frame comes from the internet, which the tests do without: what is seen is that the policy lets it be asked for. */
  test("asks for what the page's policy allows, and for nothing else", async () => {
    const { requests, faults } = watched;
    const refused: string[] = [];
    await page.route(
      ({ origin }) => origin !== gateway.url,
      (route) => route.abort(),
    );
    page.on("requestfailed", (request) => refused.push(request.failure()?.errorText ?? ""));
    await page.goto(`${gateway.url}/graphql`);
    await expect
      .poll(() => requests.map((url) => new URL(url).hostname), patient)
      .toContain("embeddable-sandbox.cdn.apollographql.com");
    expect(await page.title()).toBe("Apollo Server");
    expect(refused).not.toContain("csp");
    expect(faults.filter((fault) => fault.includes("Content Security Policy"))).toEqual([]);
  });
});
