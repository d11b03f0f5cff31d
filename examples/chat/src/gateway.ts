import { createServer, type Server } from "node:http";
import { WebSocketServer, type WebSocket } from "ws";
import { metricsReport } from "./metrics.ts";
import { leaveAll } from "./rooms.ts";
import { route } from "./router.ts";
import type { Registry } from "./session.ts";

/** The HTTP server with `/chat` for WebSockets and `GET /metrics`. */
export function createGateway(registry: Registry): Server {
  const server = createServer((request, response) => {
    if (request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(metricsReport(registry.sessionCount())));
  });

  const sockets = new WebSocketServer({ server, path: "/chat", maxPayload: 64 * 1024 });
  sockets.on("connection", onConnection);

  function onConnection(socket: WebSocket): void {
    const session = registry.openSession(socket);
    socket.on("message", (data) => {
      if (Buffer.isBuffer(data)) route(session, data.toString("utf8"));
    });
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      leaveAll(session);
      registry.closeSession(session);
    });
  }

  return server;
}
