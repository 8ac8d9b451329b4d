/**
 * What an operation has cost, and what its errors mean.
 * @typedef {import("./session.js").Answer} Answer
 * @typedef {import("./session.js").AnswerError} AnswerError
 * @typedef {Readonly<Record<string, string>>} ErrorTexts the sections of docs/errors.md by code
 * @typedef {{ cost: number | null, apiCalls: number, roundTrips: number, queries: string[],
 *   usage: { used: number, limit: number } | null }} Trace
 */

/**
 * @param {Element} place
 * @param {Answer} answer
 * @param {ErrorTexts} texts
 */
export function showTrace(place, { body, status, requestId, durationMs }, texts) {
  const { errors = [], extensions } = body;
  /** @type {Trace | undefined} */
  const trace = extensions?.salesforce;
  place.replaceChildren(
    element(
      "dl",
      {},
      ...figuresOf(trace),
      ...figure("HTTP", String(status)),
      ...figure("Took", `${durationMs} ms`),
    ),
    ...errors.map((error) => errorOf(error, texts)),
    ...queriesOf(trace),
    element("p", { className: "aside" }, "x-request-id ", element("code", { id: "request-id" }, requestId)),
  );
}

/** @param {Trace | undefined} trace */
function figuresOf(trace) {
  if (!trace) return [];
  const { apiCalls, roundTrips, cost, usage } = trace;
  return [
    ...figure("API calls", String(apiCalls)),
    ...figure("Round trips", String(roundTrips)),
    ...(cost === null ? [] : figure("Cost", `${cost.toLocaleString("en")} points`)),
    ...(usage
      ? figure("Org today", `${[usage.used, usage.limit].map((n) => n.toLocaleString("en")).join(" of ")}`)
      : []),
  ];
}

/**
 * @param {string} name
 * @param {string} value
 */
function figure(name, value) {
  return [element("div", {}, element("dt", {}, name), element("dd", {}, value))];
}

/** @param {Trace | undefined} trace */
function queriesOf(trace) {
  if (!trace) {
    const note = "What Salesforce was asked is told to callers with the scope operations:read.";
    return [element("p", {}, note)];
  }
  if (trace.queries.length === 0) return [element("p", {}, "Salesforce was asked nothing.")];
  return [
    element(
      "ol",
      {},
      ...trace.queries.map((query) => element("li", {}, element("code", {}, ...markedSoql(query)))),
    ),
  ];
}

/**
 * @param {AnswerError} error
 * @param {ErrorTexts} texts
 */
function errorOf({ message, path, extensions }, texts) {
  const code = extensions?.code ?? "";
  const at = path ? element("span", { className: "aside" }, `at ${path.join(".")}`) : "";
  return element(
    "details",
    {},
    element("summary", {}, element("code", { className: "code" }, code), " ", message, " ", at),
    ...(texts[code] ?? "").split("\n\n").map((paragraph) => element("p", {}, ...marked(paragraph))),
  );
}

/** Code, strong text and links: all the Markdown there is in docs/errors.md. @param {string} markdown */
function marked(markdown) {
  return markdown.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/).map((part) => {
    if (part.startsWith("`")) return element("code", {}, part.slice(1, -1));
    if (part.startsWith("**")) return element("strong", {}, part.slice(2, -2));
    return part.replace(/^\[([^\]]+)\]\([^)]+\)$/, "$1");
  });
}

/** Texts in quotes are no keywords. @param {string} soql */
function markedSoql(soql) {
  const parts = soql.split(
    /('(?:\\.|[^'\\])*'|\b(?:SELECT|FROM|WHERE|AND|OR|NOT|IN|LIKE|GROUP BY|ORDER BY|LIMIT|FIND|RETURNING)\b)/,
  );
  return parts.map((part) => {
    if (part.startsWith("'")) return element("q", {}, part);
    return /^[A-Z]{2,}/.test(part) ? element("b", {}, part) : part;
  });
}

/**
 * @param {string} name
 * @param {object} properties
 * @param {...(Node | string)} children
 */
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
