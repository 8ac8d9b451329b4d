/** Everything of an answer that tells one refusal from another. */
export interface RawAnswer {
  readonly status: number;
  readonly challenge: string | null;
  readonly text: string;
}

/** Asks the gateway for accounts with a token. */
export async function post(url: string, token: string): Promise<RawAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: "{ accounts { totalCount } }" }),
  });
  const challenge = response.headers.get("www-authenticate");
  return { status: response.status, challenge, text: await response.text() };
}
