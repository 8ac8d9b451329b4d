import type { Gateway } from "../gateway.ts";

/** The whole answer but for what is another one each time: the request's id, the time, the room for more requests. */
export async function ask({ url }: Pick<Gateway, "url">, authorization: string) {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization },
    body: '{"query":"{ __typename }"}',
  });
  const { "x-request-id": _id, date: _date, ...headers } = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: await response.text() };
}
