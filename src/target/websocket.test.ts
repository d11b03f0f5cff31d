import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { WebSocketServer, type WebSocket } from "ws";
import { WebSocketConnection } from "./websocket.ts";

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

/** A server of the `ws` package, and the two ends of one connection to it. */
async function connected(maxMessageBytes = 1 << 24): Promise<{ us: WebSocketConnection; them: WebSocket }> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
  cleanups.push(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  await once(server, "listening");
  const arrival = once(server, "connection") as Promise<[WebSocket]>;
  const us = await WebSocketConnection.open(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/id`, {
    maxMessageBytes,
  });
  const [them] = await arrival;
  return { us, them };
}

/** The next texts that arrive at our end. */
function texts(us: WebSocketConnection, count: number): Promise<string[]> {
  const got: string[] = [];
  return new Promise((resolve) => {
    us.onText = (text) => {
      got.push(text);
      if (got.length === count) resolve(got);
    };
  });
}

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.nat(140_000).map((length) => "é".repeat(length / 2)),
);

test("every text comes back from an echoing server, in order, whatever its length and however it is cut up", async () => {
  const { us, them } = await connected();
  them.on("message", (data: Buffer) => {
    const middle = Math.floor(data.length / 2);
    them.send(data.subarray(0, middle), { fin: false, binary: false });
    them.ping("between the parts");
    them.send(data.subarray(middle), { fin: true, binary: false });
  });
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 5 }), async (sent) => {
      const received = texts(us, sent.length);
      for (const message of sent) us.sendText(message);
      expect(await received).toEqual(sent);
    }),
    { numRuns: 40 },
  );
});

test("a ping is answered with the same payload", async () => {
  const { them } = await connected();
  const pong = once(them, "pong") as Promise<[Buffer]>;
  them.ping("are you there");
  expect((await pong)[0].toString()).toBe("are you there");
});

test("a message of 20 MB arrives whole", async () => {
  const { us, them } = await connected(1 << 25);
  const received = texts(us, 1);
  them.send("x".repeat(20_000_000));
  expect((await received)[0]).toHaveLength(20_000_000);
});

test("a message over the limit ends the connection with code 1009, also when it comes in parts", async () => {
  const { us, them } = await connected(1000);
  const closed = once(them, "close") as Promise<[number]>;
  them.send("x".repeat(600), { fin: false });
  them.send("x".repeat(600), { fin: true });
  expect((await closed)[0]).toBe(1009);
  expect(await us.closed).toBe("the server sent a message of more than the 1000 bytes allowed");
});

test("a close by the server resolves closed with its reason", async () => {
  const { us, them } = await connected();
  them.close(1001, "going away");
  expect(await us.closed).toBe("the server ended the connection (1001, going away)");
});

test("a server that vanishes resolves closed", async () => {
  const { us, them } = await connected();
  them.terminate();
  expect(await us.closed).toMatch(/closed|ECONNRESET/);
});

test("closing is seen by the server as an ordinary end, and sending afterwards does nothing", async () => {
  const { us, them } = await connected();
  const closed = once(them, "close") as Promise<[number]>;
  await us.close();
  us.sendText("too late");
  expect((await closed)[0]).toBe(1000);
  expect(await us.closed).toBe("closed by us");
});

async function tcpServer(onConnection: (socket: Socket) => void): Promise<string> {
  const server: Server = createServer(onConnection).listen(0, "127.0.0.1");
  cleanups.push(() => server.close());
  await once(server, "listening");
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test("an HTTP answer instead of an upgrade is told", async () => {
  const url = await tcpServer((socket) => socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
  await expect(WebSocketConnection.open(url)).rejects.toThrow("HTTP 404 instead of a WebSocket");
});

test("an upgrade answered with a wrong key is not trusted", async () => {
  const answer =
    "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: no\r\n\r\n";
  const url = await tcpServer((socket) => socket.write(answer));
  await expect(WebSocketConnection.open(url)).rejects.toThrow("wrong key");
});

test("a server that says nothing is given up", async () => {
  const sockets: Socket[] = [];
  const url = await tcpServer((socket) => sockets.push(socket));
  await expect(WebSocketConnection.open(url, { timeoutMs: 50 })).rejects.toThrow("no answer within 50 ms");
  for (const socket of sockets) socket.destroy();
});
