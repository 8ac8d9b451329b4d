/** Asks a process that was started with `--inspect` on this port what it holds after tidying up, in megabytes. */
export async function heapAfterCollection(inspectorPort: number): Promise<number> {
  const targets = await (await fetch(`http://127.0.0.1:${inspectorPort}/json`)).json();
  const [{ webSocketDebuggerUrl }] = targets as [{ webSocketDebuggerUrl: string }];
  const socket = new WebSocket(webSocketDebuggerUrl);
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  try {
    await call(socket, "HeapProfiler.collectGarbage");
    const { usedSize } = (await call(socket, "Runtime.getHeapUsage")) as { usedSize: number };
    return usedSize / 2 ** 20;
  } finally {
    socket.close();
  }
}

/** https://chromedevtools.github.io/devtools-protocol/v8/ */
async function call(socket: WebSocket, method: string): Promise<unknown> {
  const answer = new Promise<MessageEvent>((resolve) =>
    socket.addEventListener("message", resolve, { once: true }),
  );
  socket.send(JSON.stringify({ id: 1, method }));
  return (JSON.parse(String((await answer).data)) as { result: unknown }).result;
}
