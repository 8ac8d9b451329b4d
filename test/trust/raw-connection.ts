import { connect } from "node:net";

export interface Pool {
  /** Sends a whole request of HTTP/1.1 as soon as a connection is free; answers its status, 0 where the connection broke. */
  ask(request: Buffer, answered: (status: number) => void): void;
}

interface Waiting {
  readonly request: Buffer;
  readonly answered: (status: number) => void;
}

interface RawConnection {
  send(waiting: Waiting): void;
}

/**
 * So many keep-alive connections, as load balancers hold them, used in turn. Node accepts one connection per turn of its event loop,
 * so that clients who open one for each request never get to the gateway faster than it can answer.
 */
export function createPool(url: string, connections: number): Pool {
  const idle: RawConnection[] = [];
  const queue: Waiting[] = [];
  const onIdle = (connection: RawConnection) => {
    const next = queue.shift();
    if (next) connection.send(next);
    else idle.push(connection);
  };
  const onClosed = (connection: RawConnection) => {
    const place = idle.indexOf(connection);
    if (place >= 0) idle.splice(place, 1);
    open();
  };
  const open = () => {
    openConnection(url, { onIdle, onClosed });
  };
  for (let index = 0; index < connections; index++) open();
  return {
    ask(request, answered) {
      const connection = idle.shift();
      if (connection) connection.send({ request, answered });
      else queue.push({ request, answered });
    },
  };
}

interface Events {
  onIdle(connection: RawConnection): void;
  onClosed(connection: RawConnection): void;
}

/** Understands no more of HTTP than the gateway's answers have: a status and a content-length. */
function openConnection(url: string, { onIdle, onClosed }: Events): RawConnection {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let current: Waiting | null = null;
  let status = 0;
  let missing = 0;
  const finish = () => {
    const done = current;
    current = null;
    onIdle(connection);
    done?.answered(status);
  };
  socket.on("data", (chunk) => {
    if (missing === 0) ({ status, missing } = readHead(chunk));
    missing -= chunk.length;
    if (missing === 0) finish();
  });
  socket.on("connect", () => onIdle(connection));
  socket.on("error", () => undefined);
  socket.on("close", () => {
    const lost = current;
    current = null;
    onClosed(connection);
    lost?.answered(0);
  });
  const connection: RawConnection = {
    send(waiting) {
      current = waiting;
      socket.write(waiting.request);
    },
  };
  return connection;
}

/** The gateway writes a head at once, so that it is never cut in two. */
function readHead(chunk: Buffer): { readonly status: number; readonly missing: number } {
  const headLength = chunk.indexOf("\r\n\r\n") + 4;
  const head = chunk.toString("latin1", 0, headLength);
  const [, length = "0"] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
  return { status: Number(head.slice(9, 12)), missing: headLength + Number(length) };
}
