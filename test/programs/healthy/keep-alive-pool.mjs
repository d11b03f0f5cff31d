import http from "node:http";
import "../surroundings.cjs";
import { ready, steadily, text } from "../traffic.cjs";

const agent = new http.Agent({ keepAlive: true, maxSockets: 24, maxFreeSockets: 24 });
const server = http.createServer((request, response) => {
  setTimeout(() => response.end(text(2000)), 50);
});

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  steadily(60, () => {
    const request = http.get({ agent, host: "127.0.0.1", port }, (response) => response.resume());
    request.on("error", () => {});
  });
  ready();
});
