/**
 * People who look in: `node dist/clients.js --url ws://127.0.0.1:8080/chat [--rate 60] [--seconds 60]`.
 * So many connections a second, each says hello, joins a room, says a line or two and leaves.
 */
import { parseArgs } from "node:util";
import { WebSocket } from "ws";
import type { Request } from "./protocol.ts";

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    rate: { type: "string", default: "60" },
    seconds: { type: "string", default: "60" },
  },
});
if (values.url === undefined) {
  console.error("clients: no --url: give the gateway's, such as ws://127.0.0.1:8080/chat");
  process.exit(2);
}
const url = values.url;
const rate = Number(values.rate);
const MAX_AT_ONCE = 200;
const AVATAR_BYTES = 24_000;
const ROOMS = ["lobby", "garden", "kitchen", "library", "workshop"];

let serial = 0;
let atOnce = 0;

/** One visit of one person. Connections refused while the gateway restarts are simply tried again by the next. */
function visit(): void {
  if (atOnce >= MAX_AT_ONCE) return;
  atOnce++;
  const number = serial++;
  const room = ROOMS[number % ROOMS.length] ?? "lobby";
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const say = (request: Request): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request));
  };
  socket.on("open", () => {
    const avatar = `data:image/png;base64,${"QUJD".repeat(AVATAR_BYTES / 4)}`;
    say({ type: "hello", profile: { user: `guest ${number}`, avatar, settings: { theme: "dark" } } });
    say({ type: "join", room });
    setTimeout(() => say({ type: "say", room, text: `hello from ${number}` }), 150);
    setTimeout(() => socket.close(), 300 + (number % 8) * 50);
  });
  socket.on("message", () => {});
  socket.on("error", () => socket.terminate());
  socket.on("close", () => atOnce--);
}

setInterval(visit, 1000 / rate);
setTimeout(() => process.exit(0), Number(values.seconds) * 1000);
process.once("disconnect", () => process.exit(0));
