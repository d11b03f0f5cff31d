import net from "node:net";
import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const sessions = new Map();
let next = 0;

const server = net.createServer((socket) => {
  const id = ++next;
  sessions.set(id, { socket, profile: record(id, 2000) });
  socket.on("error", () => socket.destroy());
  socket.on("data", (data) => socket.write(data));
  socket.on("close", () => sessions.delete(id));
});

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address();
  steadily(40, (serial) => {
    const socket = net.connect(port, "127.0.0.1", () => socket.write("hello"));
    socket.on("error", () => {});
    socket.resume();
    setTimeout(() => socket.destroy(), 200 + (serial % 7) * 100);
  });
  ready();
});
