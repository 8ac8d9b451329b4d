import type { Page } from "playwright-core";
import { expect } from "vitest";

/** The explorer as a person uses it. All of them wait until what they do has come about. */

const runButton = ".graphiql-execute-button";
/** A machine with much else to do takes its time over 10 MB of editor. */
export const patient = { timeout: 60_000 };

export async function openExplorer(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/explorer`);
  await page.locator(runButton).waitFor();
}

/** One of the sample people, by a click. */
export async function signInAs(page: Page, email: string): Promise<void> {
  await page.getByRole("button", { name: email }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
}

export async function openTab(page: Page, name: string): Promise<void> {
  await page.getByRole("tab", { name, exact: true }).click();
  await settle(page, ` ${name}`);
}

/** Runs a document in a tab of its own. */
export async function runNew(page: Page, document: string): Promise<void> {
  await page.getByRole("button", { name: "New tab" }).click();
  await page.locator(".graphiql-query-editor .view-lines").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(document);
  await settle(page, document);
  await run(page);
}

/** Runs what the open tab has. */
export async function run(page: Page): Promise<void> {
  const before = await requestId(page);
  await page.locator(runButton).click();
  await expect.poll(() => requestId(page), patient).not.toBe(before);
}

/** The number under a name, such as API calls. */
export function figure(page: Page, name: string): Promise<string> {
  return page.locator("#trace dl div", { hasText: name }).locator("dd").innerText();
}

/** What Salesforce was asked. */
export function soql(page: Page): Promise<readonly string[]> {
  return page.locator("#trace ol li").allInnerTexts();
}

/** As much of the answer as there is room for. */
export async function shownAnswer(page: Page): Promise<string> {
  const text = await page.locator(".graphiql-response .view-lines").innerText();
  return text.replaceAll("\u00a0", " ");
}

/** What is sent as the bearer token. */
export async function keptToken(page: Page): Promise<string | undefined> {
  const kept = await page.evaluate("sessionStorage.getItem('gateway:session')");
  return JSON.parse(String(kept))?.accessToken;
}

async function requestId(page: Page): Promise<string | undefined> {
  return (await page.locator("#request-id").allInnerTexts())[0];
}

/** GraphiQL takes over what is in its editor a moment later, with the operation's name. */
async function settle(page: Page, text: string): Promise<void> {
  const taken = () => page.evaluate("localStorage.getItem('graphiql:query')");
  await expect.poll(taken, patient).toContain(text);
}
