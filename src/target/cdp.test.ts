import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { WebSocketServer, type WebSocket } from "ws";
import { Cdp } from "./cdp.ts";

interface Call {
  readonly id: number;
  readonly method: string;
}

const servers: WebSocketServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const client of server.clients) client.terminate();
    server.close();
  }
});

/** A connection to a server that hands each call to `answer`. */
async function connected(answer: (call: Call, socket: WebSocket) => void): Promise<Cdp> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  servers.push(server);
  server.on("connection", (socket) => {
    socket.on("message", (data: Buffer) => answer(JSON.parse(data.toString()) as Call, socket));
  });
  await once(server, "listening");
  return await Cdp.connect(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/id`);
}

test("answers reach their calls though they come in another order", async () => {
  const calls: Call[] = [];
  const cdp = await connected((call, socket) => {
    calls.push(call);
    if (calls.length < 2) return;
    for (const { id, method } of calls.toReversed()) socket.send(JSON.stringify({ id, result: { method } }));
  });
  expect(await Promise.all([cdp.send("A.first"), cdp.send("B.second")])).toEqual([
    { method: "A.first" },
    { method: "B.second" },
  ]);
});

test("a refusal names the method and what the target said", async () => {
  const cdp = await connected(({ id }, socket) => {
    socket.send(JSON.stringify({ id, error: { code: -32601, message: "'X.y' wasn't found" } }));
  });
  await expect(cdp.send("X.y")).rejects.toMatchObject({
    code: "protocol-error",
    message: "X.y was refused: 'X.y' wasn't found",
  });
});

test("a call outstanding when the connection ends is rejected, and every later one", async () => {
  const cdp = await connected((_, socket) => socket.close(1001, "bye"));
  await expect(cdp.send("Runtime.evaluate")).rejects.toMatchObject({
    code: "connection-lost",
    message: "Runtime.evaluate was not answered: the server ended the connection (1001, bye)",
  });
  await expect(cdp.send("Runtime.enable")).rejects.toMatchObject({ code: "connection-lost" });
});

test("a call that is not answered in its time is rejected, the others go on", async () => {
  const cdp = await connected(({ id, method }, socket) => {
    if (method === "B.answered") socket.send(JSON.stringify({ id, result: 1 }));
  });
  const never = cdp.send("A.never", {}, { timeoutMs: 30 });
  await expect(never).rejects.toMatchObject({ code: "call-timed-out" });
  expect(await cdp.send("B.answered")).toBe(1);
});

test("events reach their listeners until they are taken off", async () => {
  const cdp = await connected(({ id }, socket) => {
    socket.send(JSON.stringify({ method: "Heap.event", params: { call: id } }));
    socket.send(JSON.stringify({ id, result: {} }));
  });
  const seen: unknown[] = [];
  const stop = cdp.on("Heap.event", (params) => seen.push(params));
  await cdp.send("A.a");
  stop();
  await cdp.send("A.b");
  expect(seen).toEqual([{ call: 1 }]);
});

test("what does not speak the protocol is left, with its words in the error", async () => {
  const cdp = await connected((_, socket) => socket.send("hello"));
  await expect(cdp.send("Runtime.evaluate")).rejects.toThrow("not the inspector's protocol");
  expect(await cdp.closed).toBe("closed by us");
});

test("nothing listening is an inspector that does not answer", async () => {
  await expect(Cdp.connect("ws://127.0.0.1:1/id")).rejects.toMatchObject({ code: "inspector-not-answering" });
});
