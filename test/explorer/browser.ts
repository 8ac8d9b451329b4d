import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** Where CHROMIUM is set there has to be one: otherwise tests would be left out where they are wanted. */
export const chromiumPath =
  process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => existsSync(path));

export const noChromium = "There is no Chromium here: install it, or set CHROMIUM to its path.";

/** A page in a profile of its own, and what has happened there besides what was done. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  /** URLs, those of workers too. */
  readonly requests: readonly string[];
  /** Errors on the console and in scripts; violations of a page's policy are among them. */
  readonly faults: readonly string[];
}

/** With them Chromium does nothing by itself that would leave the machine. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: chromiumPath ?? "", args: flags });
}

export async function openPage(browser: Browser): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const watched = watch(context);
  return { ...watched, page: await context.newPage(), [Symbol.asyncDispose]: () => context.close() };
}

/** A refusal by the gateway is an answer, though Chromium takes it for an error. */
const refusal = /^Failed to load resource: the server responded with a status of 4\d\d /;

function watch(context: BrowserContext): Pick<WatchedPage, "requests" | "faults"> {
  const requests: string[] = [];
  const faults: string[] = [];
  context.on("request", (request) => requests.push(request.url()));
  context.on("weberror", (error) => faults.push(error.error().message));
  context.on("console", (message) => {
    const isRefusal = refusal.test(message.text()) && message.location().url.endsWith("/graphql");
    if (message.type() === "error" && !isRefusal) faults.push(message.text().slice(0, 300));
  });
  return { requests, faults };
}
