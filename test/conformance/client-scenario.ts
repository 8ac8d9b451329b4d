import type { Wanted } from "./client.ts";

const record = { attributes: { type: "Account", url: "" }, Id: "" };
const saved = { id: "", success: true, errors: [] };
const upserted = { ...saved, created: true };
const page = { totalSize: 1, done: false, nextRecordsUrl: "", records: [record] };
const lastPage = { totalSize: 1, done: true, records: [record] };
const someRecords = { totalSize: 1, done: true, records: [] };
const token = { access_token: "", instance_url: "", id: "", token_type: "", issued_at: "", signature: "" };
const jwtToken = { access_token: "", scope: "", instance_url: "", id: "", token_type: "" };
const expired: Wanted = {
  status: 401,
  body: [{ message: "Session expired or invalid", errorCode: "INVALID_SESSION_ID" }],
};
const signedIn: Wanted = { status: 200, body: token };

function ok(body: unknown): readonly Wanted[] {
  return [{ status: 200, body }];
}

/** What jsforce needs of the answers to each of its calls, or why they are not made. */
export const scenarios: Readonly<Record<string, readonly Wanted[] | string>> = {
  300: [{ status: 300, body: [""] }],
  503: [{ status: 503 }, { status: 503 }, { status: 200 }],
  "login-password": [signedIn],
  instanceUrl: "the address of the stub, no call",
  query: ok(someRecords),
  "query-autofetch": [
    { status: 200, body: page },
    { status: 200, body: lastPage },
  ],
  queryMore: ok(lastPage),
  scanAll: ok({ totalSize: 1, records: [record] }),
  retrieve1: ok(record),
  retrieve1fields: ok({ ...record, Name: "" }),
  retrieveN: [
    { status: 200, body: { name: "", fields: [{ name: "" }] } },
    { status: 200, body: [{ ...record, Name: "" }] },
  ],
  create1: [{ status: 201, body: saved }],
  createN: ok([saved]),
  update1: [{ status: 204, body: "" }],
  updateN: ok([saved]),
  upsert1: [{ status: 201, body: upserted }],
  upsertN: ok([upserted]),
  del1: [{ status: 204, body: "" }],
  delN: ok([saved]),
  describe: ok({ name: "", fields: [{ name: "" }] }),
  find: ok(someRecords),
  include: "no call was recorded",
  composite: "what Salesforce answers to an empty composite is not recorded",
  commerce: ok({ cartId: "", accountId: "", webstoreId: "", status: "Active" }),
  identity: ok({ id: "", user_id: "", organization_id: "" }),
  "401loop": [
    ...Array.from({ length: 6 }, () => [expired, signedIn]).flat(),
    { status: 200, body: { records: [record] } },
  ],
  "503post": [{ status: 503 }],
  error1: [{ status: 400, body: [{ message: "", errorCode: "MALFORMED_QUERY" }] }],
  error2: "two errors the stub made up",
  html: "a page the stub made up",
  logout: [{ status: 200, body: "" }],
  client_credentials: ok({ ...token, scope: "" }),
  jwt: ok(jwtToken),
  "401once-noRefreshToken": [expired],
  "soap-login": "Salesforce retires SOAP login, and the local org refuses it as an org of today does",
  "401-refreshFn": [expired, { status: 200, body: { records: [record] } }],
  "401-none": [expired],
};
