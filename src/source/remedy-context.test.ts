import { expect, test } from "vitest";
import { changesOf } from "./insertion.ts";
import { Outline } from "./outline.ts";
import { type RemedyContext, remedyContextOf } from "./remedy-context.ts";
import { SourceText } from "./source-text.ts";

function contextOf(source: string, holder: string): RemedyContext | null {
  const outline = new Outline(new SourceText(source));
  const insert = changesOf(outline, holder).inserts[0];
  if (!insert) throw new Error("the text of this test inserts nothing");
  return remedyContextOf({ file: "/app/a.ts", outline }, holder, insert);
}

/** `owner@event(key) in function`, for the first insert of the text. */
function remedy(source: string, holder = "sessions"): string | null {
  const context = contextOf(source, holder);
  if (!context) return null;
  const handler = context.handler ? ` handled at ${context.handler.line}` : "";
  return `${context.owner}.${context.listen}(${context.event}) ${context.key} in ${context.function}${handler}`;
}

test.each([
  ["function open(id, socket) { sessions.set(id, {}) }", "socket.once(close) id in open"],
  ["function open(socket) { sessions.set(socket.id, {}) }", "socket.once(close) socket.id in open"],
  ["function open(clientSocket) { sessions.set(next(), {}) }", "clientSocket.once(close) null in open"],
  ["wss.on('connection', (ws) => { sessions.add(ws) })", "ws.once(close) ws in null"],
  ["wss.on('connection', (ws, req) => { sessions.add(ws) })", "ws.once(close) ws in null"],
  ["function open(peer: WebSocket) { sessions.add(peer) }", "peer.once(close) peer in open"],
  ["function run(job, signal) { sessions.set(job, signal) }", "signal.addEventListener(abort) job in run"],
  ["function run(child: ChildProcess) { sessions.add(child) }", "child.once(exit) child in run"],
  ["function f(req, res) { const id = next(); sessions.set(id, res) }", "res.once(close) id in f"],
  [
    "function open(c) {\n c.on('disconnect', () => log());\n sessions.set(c.id, c) }",
    "c.once(disconnect) c.id in open handled at 2",
  ],
  [
    "function open(ws) {\n sessions.add(ws);\n ws.addEventListener('close', done) }",
    "ws.addEventListener(close) ws in open handled at 3",
  ],
  [
    "function open(socket) { socket.on('data', (m) => { sessions.set(m.id, m) }) }",
    "socket.once(close) m.id in null",
  ],
])("%s ties the entry to %s", (source, expected) => {
  expect(remedy(source)).toBe(expected);
});

test("a function that receives no such object is looked at where it is called, with the key as called there", () => {
  const source = [
    "function openSession(id, data) { sessions.set(id, data) }",
    "function onConnection(socket) {",
    "  const key = next();",
    "  openSession(key, {});",
    "}",
  ].join("\n");
  expect(remedy(source)).toBe("socket.once(close) key in onConnection");
  expect(remedy(`${source}\nopenSession(1);`)).toBeNull();
  const member = "function put(s) { sessions.set(s.id, s) }\nfunction on(socket) { put(socket.session) }";
  expect(remedy(member)).toBe("socket.once(close) socket.session.id in on");
});

test("a method of a class is looked at where it is called", () => {
  const source = [
    "class Hub { sessions = new Map();",
    "  open(id: string): void { this.sessions.set(id, {}); }",
    "}",
    "server.on('connection', (socket) => { hub.open(socket.id); });",
  ].join("\n");
  expect(remedy(source)).toBe("socket.once(close) socket.id in null");
});

const HUB = "class Hub { #live = new Map(); open(id, data) { this.#live.set(id, data); }";
test.each([
  ["function open(socket) { sessions.set(socket.id, {}) }", "sessions", true],
  [`${HUB} on(socket) { this.open(socket.id, {}); } }`, "#live", true],
  [`${HUB} } function on(socket) { hub.open(socket.id, {}); }`, "#live", false],
  [`${HUB} } class Server { on(socket) { hub.open(socket.id, {}); } }`, "#live", false],
])("%s has what the owner ends at, in the class that inserts: %#", (source, holder, inClass) => {
  expect(contextOf(source, holder)).toMatchObject({ owner: "socket", inClass });
});

test.each([
  "function open(id, data) { sessions.set(id, data) }",
  "function open(id, socket: string) { sessions.set(id, {}) }",
  "function open(from, server) { server.on('close', stop); sessions.set(from, {}) }",
  "function pipe(socket, connection) { sessions.set(socket.id, {}) }",
  "function get(req, res) { sessions[req.url] = 1 }",
  "function get(req, res) { sessions[req.params.id] = 1 }",
  "function on(emitter) { emitter.on('data', f); sessions.add(emitter) }",
  "sessions.set(1, 2)",
])("%s shows no life to tie the entry to", (source) => {
  expect(remedy(source)).toBeNull();
});

test("what is called a cache outlives requests on purpose", () => {
  expect(remedy("function f(id, socket) { pageCache.set(id, 1) }", "pageCache")).toBeNull();
});
