import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";

/** Somebody else holds the lock. */
export class LockedError extends Error {
  override readonly name = "LockedError";
  /** Process id of the holder. */
  readonly holder: number;

  constructor(holder: number) {
    super(`Locked by process ${holder}.`);
    this.holder = holder;
  }
}

interface Holder {
  readonly id: number;
  readonly token: string;
}

/** Tells this process from an earlier one with the same id: in a container it often is 1 every time. */
const processToken = randomUUID();

/** Longer than the few file operations between finding a dead holder and taking its place. */
const settlingMs = 200;

/**
 * Holds a file that names this process until disposed. The file of a process that is gone is taken over.
 *
 * @throws LockedError while another process (or this one) holds it
 */
export async function holdLockFile(path: string): Promise<AsyncDisposable> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${process.pid} ${processToken}\n`, { mode: 0o600 });
  try {
    await take(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

async function take(draft: string, path: string): Promise<void> {
  try {
    return await link(draft, path);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
  refuseLiving(await readHolder(path));
  await rename(draft, path);
  // Of several processes that find the same dead holder, the last to rename has it.
  await setTimeout(settlingMs);
  const holder = await readHolder(path);
  if (holder.token !== processToken) throw new LockedError(holder.id);
}

async function readHolder(path: string): Promise<Holder> {
  const content = await readFile(path, "utf8").catch((error: unknown) => {
    // Given back in this very moment.
    if (hasCode(error, "ENOENT")) return "";
    throw error;
  });
  const [id, token = ""] = content.trim().split(" ");
  return { id: Number(id), token };
}

function refuseLiving({ id, token }: Holder): void {
  const isOwnPredecessor = id === process.pid && token !== processToken;
  if (!isOwnPredecessor && isAlive(id)) throw new LockedError(id);
}

function isAlive(processId: number): boolean {
  if (!Number.isSafeInteger(processId) || processId < 1 || isZombie(processId)) return false;
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // It lives and belongs to another user.
    return hasCode(error, "EPERM");
  }
}

/** Killed, but its parent has not taken notice yet (Linux): it holds nothing any more. */
function isZombie(processId: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${processId}/stat`, "utf8"));
  } catch {
    // No such process, or no Linux: a signal will tell.
    return false;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
