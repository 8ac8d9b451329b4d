import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { connect, floor } from "./floor.ts";
import type { Places } from "./operation.ts";

/**
 * Bare jsforce behind node:http, and nothing else: what any server between a client and Salesforce adds, whatever it does.
 * Takes the operation's name in place of a document: `node bench/relay.ts http://127.0.0.1:8080`.
 */
const org = await connect(process.argv[2] ?? "");

const server = createServer(async (request, response) => {
  const { query: name, variables: places } = (await json(request)) as { query: string; variables: Places };
  const data = await floor[name]?.(org, places);
  const body = Buffer.from(JSON.stringify({ data }));
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
  response.end(body);
});
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
