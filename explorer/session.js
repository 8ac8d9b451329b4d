/**
 * The access token outlives a reload, but not the tab. The refresh token does not outlive the page: a tab that is
 * duplicated would bring its copy, and a refresh token that comes twice ends the session.
 */
const storageKey = "gateway:session";

/**
 * isPasted: the token belongs to something else and is forgotten at the end, not revoked.
 * @typedef {{ accessToken: string, isPasted: boolean }} Session
 * @typedef {{ message: string, path?: (string | number)[], extensions?: { code?: string } }} AnswerError
 * @typedef {{ data?: any, errors?: AnswerError[], extensions?: Record<string, any> }} Body
 * @typedef {{ body: Body, status: number, requestId: string, durationMs: number }} Answer
 */

/** @type {Session | null} */
let session = JSON.parse(sessionStorage.getItem(storageKey) ?? "null");
/** @type {string | null} */
let refreshToken = null;
/** @type {Promise<boolean> | null} */
let refreshing = null;

export const isSignedIn = () => session !== null;

/**
 * Asks as who is signed in, unless the headers say as whom. A 401 is asked for anew once, with the session's next token.
 * @param {object} params query, variables, operationName
 * @param {Record<string, string>} [headers]
 * @returns {Promise<Answer>}
 */
export async function ask(params, headers = {}) {
  const answer = await post(params, asViewer(headers));
  if (answer.status !== 401 || new Headers(headers).has("authorization")) return answer;
  return (await refresh()) ? await post(params, asViewer(headers)) : answer;
}

/**
 * @param {string} email
 * @param {string} password
 * @returns {Promise<string | null>} why not
 */
export async function signIn(email, password) {
  const query = `mutation SignIn($input: SignInInput!) {
    signIn(input: $input) { accessToken refreshToken userErrors { message } }
  }`;
  const { body } = await post({ query, variables: { input: { email, password } } });
  const payload = body.data?.signIn;
  if (!payload?.accessToken) return faultOf(body, payload?.userErrors);
  keep({ accessToken: payload.accessToken, isPasted: false });
  refreshToken = payload.refreshToken;
  return null;
}

/** @param {string} token */
export function takeToken(token) {
  keep({ accessToken: token.trim().replace(/^Bearer\s+/i, ""), isPasted: true });
  refreshToken = null;
}

/** Ends the session at the gateway as well: https://www.rfc-editor.org/rfc/rfc7009 */
export async function signOut() {
  const ended = session;
  const token = refreshToken ?? ended?.accessToken;
  forget();
  if (!token || ended?.isPasted) return;
  await fetch("/oauth/revoke", { method: "POST", body: new URLSearchParams({ token }) });
}

export function forget() {
  session = null;
  refreshToken = null;
  sessionStorage.removeItem(storageKey);
}

/** @returns {Promise<{ name: string, scopes: string[] } | null>} null: nobody, or the token is no longer good */
export async function findViewer() {
  const { body } = await ask({ query: "{ viewer { id email displayName scopes } }" });
  const viewer = body.data?.viewer;
  if (!viewer) return null;
  const names = [viewer.displayName, viewer.email].filter(Boolean);
  return { name: names.join(", ") || viewer.id, scopes: viewer.scopes };
}

/** Of parallel refreshes with one token all but one would be refused. */
function refresh() {
  refreshing ??= exchange().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function exchange() {
  if (!refreshToken) return false;
  const query = `mutation Refresh($input: RefreshSessionInput!) {
    refreshSession(input: $input) { accessToken refreshToken }
  }`;
  const { body } = await post({ query, variables: { input: { refreshToken } } });
  const payload = body.data?.refreshSession;
  if (!payload?.accessToken) return false;
  keep({ accessToken: payload.accessToken, isPasted: false });
  refreshToken = payload.refreshToken;
  return true;
}

/** @param {Session} next */
function keep(next) {
  session = next;
  sessionStorage.setItem(storageKey, JSON.stringify(next));
}

/** @param {Record<string, string>} given */
function asViewer(given) {
  const headers = new Headers(given);
  if (session && !headers.has("authorization")) headers.set("authorization", `Bearer ${session.accessToken}`);
  return headers;
}

/**
 * @param {object} params
 * @param {Headers} [headers]
 * @returns {Promise<Answer>}
 */
async function post(params, headers = new Headers()) {
  headers.set("accept", "application/graphql-response+json, application/json");
  headers.set("content-type", "application/json");
  const start = performance.now();
  const response = await fetch("/graphql", { method: "POST", headers, body: JSON.stringify(params) });
  const body = await response.json();
  const durationMs = Math.round(performance.now() - start);
  return { body, status: response.status, requestId: response.headers.get("x-request-id") ?? "", durationMs };
}

/**
 * @param {Body} body
 * @param {{ message: string }[]} [userErrors]
 */
function faultOf({ errors = [] }, userErrors = []) {
  const [first] = [...userErrors, ...errors];
  return first?.message ?? "The gateway does not sign you in.";
}
