import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AgentRequest, Answer, Entrance } from "./answer.ts";

/** Addresses for `/symbol` come in a body; nobody has a megabyte of them. */
const largestBody = 1 << 20;

const DEBUG = /\/debug\/(?:pprof|sawtooth)(?:\/|$)/;

/** A request of `node:http` as the agent takes it; null when it was too large, and has been answered so. */
export async function requestOf(
  message: IncomingMessage,
  response: ServerResponse,
  from: Entrance,
): Promise<AgentRequest | null> {
  const url = new URL(message.url ?? "/", "http://agent");
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const body = message.method === "POST" ? await bodyOf(message) : "";
  if (body === null) {
    response.writeHead(413, { Connection: "close" }).end();
    return null;
  }
  return {
    method: message.method ?? "GET",
    path: debugPath(url.pathname),
    query: url.searchParams,
    headers: headersOf(message),
    body,
    from,
    signal: gone.signal,
  };
}

/** From `/debug/` on, wherever a handler is mounted. */
export function debugPath(path: string): string {
  const at = path.search(DEBUG);
  return at < 0 ? path : path.slice(at);
}

/** Whether a path, wherever it is mounted, is one of the agent's. */
export function isDebugPath(path: string): boolean {
  return DEBUG.test(path);
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const single = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return Object.fromEntries(single) as Record<string, string>;
}

async function bodyOf(message: IncomingMessage): Promise<string | null> {
  let text = "";
  try {
    for await (const chunk of message) {
      text += String(chunk);
      if (text.length > largestBody) return null;
    }
  } catch {
    return ""; // The client went away in the middle; nobody hears the answer.
  }
  return text;
}

/** Writes an answer as fast as the client takes it; ends without one when the client has gone. */
export async function sendAnswer(
  request: Pick<AgentRequest, "method" | "signal">,
  { status, headers, body }: Answer,
  response: ServerResponse,
): Promise<void> {
  if (response.destroyed) return;
  const whole = typeof body === "string" || body instanceof Uint8Array;
  response.writeHead(status, {
    ...headers,
    ...(whole && { "Content-Length": typeof body === "string" ? Buffer.byteLength(body) : body.length }),
  });
  if (request.method === "HEAD") return void response.end();
  if (whole) return void response.end(body);
  try {
    for await (const chunk of body) {
      if (response.destroyed) return;
      if (!response.write(chunk)) await once(response, "drain", { signal: request.signal });
    }
    response.end();
  } catch {
    response.destroy(); // Cut off rather than ended: a client must not take a part for the whole.
  }
}
