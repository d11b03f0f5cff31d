import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AgentRequest, Answer } from "./answer.ts";
import { sendAnswer, requestOf } from "./node-http.ts";

/** More at once than any fleet of scrapers opens; what comes beyond is turned away by the kernel's queue. */
const mostConnections = 1024;

/** Answers one request; never throws. */
export type Respond = (request: AgentRequest) => Promise<Answer>;

/** Listens and answers until it is closed. Rejects with what `listen` says, such as EADDRINUSE. */
export async function serve(
  { host, port }: { readonly host: string; readonly port: number },
  respond: Respond,
): Promise<Server> {
  requireNetwork();
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (message, response) => {
    void handle(message, response, respond);
  });
  server.maxConnections = mostConnections;
  server.keepAliveTimeout = 5000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    // In a worker of a cluster a port would be shared with the others; each process has its own agent.
    server.listen({ host, port, exclusive: true }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  // A connection that cannot be accepted (no descriptors left) is no reason to end the service.
  server.on("error", () => {});
  return server;
}

/**
 * From Node 25 on the permission model covers the network, and a `listen` that it refuses does not end in an error event
 * but in an exception that nobody can catch: it would end the program.
 */
function requireNetwork(): void {
  const [major = ""] = process.versions.node.split(".");
  if (Number(major) < 25 || process.permission === undefined || process.permission.has("net")) return;
  throw Object.assign(new Error("the program runs without --allow-net"), { code: "ERR_ACCESS_DENIED" });
}

async function handle(message: IncomingMessage, response: ServerResponse, respond: Respond): Promise<void> {
  const request = await requestOf(message, response, "server");
  if (request === null) return;
  await sendAnswer(request, await respond(request), response);
}
