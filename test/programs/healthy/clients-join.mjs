import { spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import net from "node:net";
import "../surroundings.cjs";
import { ready } from "../traffic.cjs";

// Clients join all the time and stay: what is kept for each of them goes when it leaves.
const clients = new Map();
const rooms = new Map(["lobby", "garden"].map((name) => [name, new Set()]));
const news = new EventEmitter().setMaxListeners(0);
let next = 0;

const server = net.createServer((socket) => {
  const id = ++next;
  const room = rooms.get(id % 2 === 0 ? "lobby" : "garden");
  const tell = (text) => socket.write(text);
  const beat = setInterval(() => socket.write("beat"), 20_000);
  clients.set(id, { socket, joined: Date.now() });
  room.add(socket);
  news.on("news", tell);
  socket.on("error", () => socket.destroy());
  socket.on("close", () => {
    clients.delete(id);
    room.delete(socket);
    news.off("news", tell);
    clearInterval(beat);
  });
});
setInterval(() => news.emit("news", "hello"), 500);

// The clients are a process of their own, which ends when this one does.
const visitors = `
process.stdin.on("end", () => process.exit()).resume();
const open = [];
setInterval(() => open.push(require("net").connect(+process.argv[1], "127.0.0.1").on("error", () => {}).resume()), 50);
`;

server.listen(0, "127.0.0.1", () => {
  spawn(process.execPath, ["-e", visitors, String(server.address().port)], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  ready();
});
