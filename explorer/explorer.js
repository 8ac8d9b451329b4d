import { createRoot, React, Ruru } from "/explorer/ruru/ruru.js";
import { find, openSignIn, prepareSignIn } from "./dialog.js";
import { ask, findViewer, forget, isSignedIn, signOut } from "./session.js";
import { showTrace } from "./trace.js";

/** Where GraphiQL keeps its tabs, and the contents of its editors. */
const tabStorage = "graphiql:tabState";
const tabStorages = [tabStorage, "graphiql:query", "graphiql:variables", "graphiql:headers"];

const workers = { json: "jsonWorker.js", graphql: "graphqlWorker.js" };
const worker = (/** @type {string} */ _id, /** @type {string} */ label) => {
  const file = workers[/** @type {keyof typeof workers} */ (label)] ?? "editorWorker.js";
  return new Worker(`/explorer/ruru/${file}`, { type: "module" });
};
Object.assign(globalThis, { MonacoEnvironment: { getWorker: worker } });

/**
 * @type {{ samplePeople: import("./dialog.js").SamplePeople | null, errors: import("./trace.js").ErrorTexts,
 *   examples: { query: string, variables: string }[] }}
 */
const setup = await (await fetch("/explorer/setup.json")).json();

// Before GraphiQL is there: it writes its tabs down a moment after each change.
if (location.search === "?examples=anew") {
  for (const key of tabStorages) localStorage.removeItem(key);
  history.replaceState(null, "", location.pathname);
}
prepareSignIn(setup.samplePeople, showViewer);
find("#sign-in").addEventListener("click", () => openSignIn());
find("#sign-out").addEventListener("click", async () => {
  await signOut();
  await showViewer();
});
await showViewer();
if (!isSignedIn()) openSignIn();

const { query, variables } = firstShown();
createRoot(find("#editor")).render(
  React.createElement(Ruru, {
    fetcher: run,
    defaultTabs: setup.examples,
    initialQuery: query,
    initialVariables: variables,
    defaultEditorToolsVisibility: "variables",
    showPersistHeadersSettings: false,
  }),
);

/** Told nothing, GraphiQL shows the first tab without its variables, and after a reload one tab more each time. */
function firstShown() {
  const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem(tabStorage) ?? "{}");
  return tabs?.[activeTabIndex] ?? setup.examples[0];
}

/**
 * GraphiQL's fetcher. The trace is shown below, not in the answer.
 * @param {{ query: string, operationName?: string, variables?: object }} params
 * @param {{ headers?: Record<string, string> }} [options]
 */
async function run(params, { headers = {} } = {}) {
  if (params.operationName === "IntrospectionQuery") return (await ask(params, headers)).body;
  const answer = await ask(params, { "x-salesforce-trace": "1", ...headers });
  showTrace(find("#trace"), answer, setup.errors);
  if (answer.status === 401 && isSignedIn()) await endSession();
  const { salesforce: _shown, ...extensions } = answer.body.extensions ?? {};
  const { extensions: _all, ...rest } = answer.body;
  return Object.keys(extensions).length > 0 ? { ...rest, extensions } : rest;
}

/** A token that is no longer good would fail whatever is asked next. */
async function endSession() {
  forget();
  await showViewer();
  openSignIn("Your session has ended. Sign in anew.");
}

async function showViewer() {
  const viewer = isSignedIn() ? await findViewer() : null;
  if (!viewer && isSignedIn()) {
    forget();
    openSignIn("The gateway does not take this token.");
  }
  find("#who").textContent = viewer?.name ?? "Nobody is signed in";
  find("#who").setAttribute("title", viewer?.scopes.join(" ") ?? "");
  find("#sign-in").toggleAttribute("hidden", viewer !== null);
  find("#sign-out").toggleAttribute("hidden", viewer === null);
}
