import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly { readonly key: string; readonly value: unknown }[];
  readonly status: { readonly code?: number };
}

/** What takes spans by OTLP over HTTP: https://opentelemetry.io/docs/specs/otlp/#otlphttp-request */
export interface Collector extends AsyncDisposable {
  readonly url: string;
  readonly spans: readonly Span[];
  /** Everything that has come, as it came. */
  readonly texts: readonly string[];
  readonly headers: Readonly<Record<string, unknown>>;
  /** From now on it answers with this status. */
  refuse(status: number): void;
}

interface Export {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly Span[] }[] }[];
}

export async function startCollector(): Promise<Collector> {
  const [spans, texts]: [Span[], string[]] = [[], []];
  let status = 200;
  let headers = {};
  const server = createServer((request, response) => {
    let text = "";
    headers = request.headers;
    request.setEncoding("utf8").on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      texts.push(text);
      const { resourceSpans } = JSON.parse(text) as Export;
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.writeHead(status, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    texts,
    get headers() {
      return headers;
    },
    refuse: (refusal) => {
      status = refusal;
    },
    [Symbol.asyncDispose]: () => new Promise((closed) => server.close(() => closed())),
  };
}
