import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from "node:net";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { parseGoMemory } from "./go-memory.ts";
import { pprofAddress, profileUrl } from "./pprof-address.ts";
import { PprofTarget, type PprofOptions } from "./pprof-url.ts";

const endpoints = join(import.meta.dirname, "..", "..", "test", "fixtures", "go", "endpoints");
const file = (name: string): Buffer => readFileSync(join(endpoints, name));

const open: (Server | TcpServer)[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
  }
});

async function listening(server: Server | TcpServer): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (listener: RequestListener): Promise<string> => listening(createServer(listener));

/** A service as Go's net/http/pprof answers; `seen` collects the requests. */
function goService(seen: IncomingMessage[] = []): RequestListener {
  return (request, response) => {
    seen.push(request);
    const url = new URL(request.url ?? "/", "http://service");
    if (url.pathname === "/debug/pprof/") {
      response.setHeader("content-type", "text/html; charset=utf-8").end(file("index.html"));
    } else if (url.pathname === "/debug/pprof/cmdline") {
      response
        .setHeader("content-type", "text/plain; charset=utf-8")
        .end("/srv/leakserver\0-password=hunter2");
    } else if (url.pathname === "/debug/pprof/heap") {
      response.end(file(url.searchParams.get("debug") === "1" ? "heap.debug1.txt" : "heap.pb.gz"));
    } else response.writeHead(404).end();
  };
}

async function failure(url: string, options: PprofOptions = {}): Promise<string> {
  const outcome = await PprofTarget.open(url, options)
    .then(
      (target) => target.heap(),
      (error: unknown) => error,
    )
    .catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(Error);
  const { message } = outcome as Error;
  expect(message).not.toContain("\n");
  return message.replaceAll(new URL(url).host, "HOST");
}

describe("addresses", () => {
  test.each([
    ["http://h:6060", "http://h:6060/debug/pprof/"],
    ["http://h:6060/", "http://h:6060/debug/pprof/"],
    ["http://h:6060/debug/pprof", "http://h:6060/debug/pprof/"],
    ["http://h:6060/debug/pprof/heap?gc=1", "http://h:6060/debug/pprof/"],
    ["https://h/shop/debug/pprof/", "https://h/shop/debug/pprof/"],
    ["https://h/shop", "https://h/shop/debug/pprof/"],
  ])("%s is read as %s", (text, base) => {
    expect(pprofAddress(text).base.href).toBe(base);
  });

  test("credentials become a header and the user's query stays, pprof's parameters do not", () => {
    const address = pprofAddress("http://me:p%40ss@h/debug/pprof/heap?token=t&seconds=30&gc=0");
    expect(address.base.href).toBe("http://h/debug/pprof/");
    expect(address.headers).toEqual({ authorization: `Basic ${Buffer.from("me:p@ss").toString("base64")}` });
    expect(profileUrl(address, "heap", { gc: "1" }).href).toBe("http://h/debug/pprof/heap?token=t&gc=1");
  });

  test("anything but http and https is refused", () => {
    expect(() => pprofAddress("localhost:6060")).toThrow(
      "localhost:6060 is no address of a service: give http://host:port",
    );
  });
});

describe("a service with profiles", () => {
  test("gives its heap after a collection, its memory and its name without its arguments", async () => {
    const seen: IncomingMessage[] = [];
    const target = await PprofTarget.open(await serve(goService(seen)));
    expect([target.program, target.local]).toEqual(["leakserver", null]);
    expect((await target.heap()).samples.count).toBeGreaterThan(10);
    expect(seen.at(-1)?.url).toBe("/debug/pprof/heap?gc=1");
    expect(await target.memory()).toEqual({
      heapAlloc: 401998936,
      heapInuse: 408117248,
      resident: 466029928 - 3121152,
      collections: 11,
    });
    expect(target.limits()).toEqual([]);
  });

  test("an uncompressed profile is read too, and memory that is not told is null", async () => {
    const service = await serve((request, response) => {
      if (request.url?.includes("debug=1") === true) response.writeHead(400).end();
      else response.end(request.url?.includes("cmdline") === true ? "" : Buffer.from([0x32, 0]));
    });
    const target = await PprofTarget.open(service);
    expect((await target.heap()).samples.count).toBe(0);
    expect([target.program, await target.memory()]).toEqual([null, null]);
  });

  test("a process of this machine is known by its port and command line", async () => {
    const service = await serve((request, response) => {
      if (request.url === "/debug/pprof/cmdline") response.end(readFileSync("/proc/self/cmdline"));
      else goService()(request, response);
    });
    const target = await PprofTarget.open(service);
    expect(target.local?.pid).toBe(process.pid);
    expect(target.residentBytes()).toBeGreaterThan(1e6);
    expect(target.limits().map(({ kind }) => kind)).toContain("machine memory");
  });

  test("aborting ends a request with the reason", async () => {
    const stuck = await serve(() => undefined);
    const controller = new AbortController();
    const opening = PprofTarget.open(stuck, {}, controller.signal);
    controller.abort(new Error("enough"));
    await expect(opening).rejects.toThrow("enough");
  });
});

describe("what is not a service with profiles", () => {
  test("a closed port", async () => {
    const url = await serve(() => undefined);
    await new Promise((resolve) => open.pop()!.close(resolve));
    expect(await failure(url)).toBe(
      "http://HOST cannot be reached, connection refused: check host and port, and that the service is running",
    );
  });

  test("a service without /debug/pprof", async () => {
    const url = await serve((_, response) => response.writeHead(404).end());
    expect(await failure(url)).toBe(
      "http://HOST answers but has no /debug/pprof/heap (404 Not Found): start a Node.js service with --import " +
        'sawtooth/register (or give its pid), import _ "net/http/pprof" in a Go one, and give the address that has the handlers',
    );
  });

  test("a web page for every address", async () => {
    const url = await serve((_, response) =>
      response.setHeader("content-type", "text/html").end("<!doctype html>"),
    );
    expect(await failure(url)).toBe(
      "http://HOST/debug/pprof/heap is a web page: check that this is the address of a service with Go-style profiles",
    );
  });

  test("other bytes, and a profile cut off or too large", async () => {
    const heap = gzipSync(Buffer.from([0x0a, 100]));
    const url = await serve((_, response) => response.end(heap));
    expect(await failure(url)).toBe(
      "http://HOST/debug/pprof/heap is no profile.proto, a field of 100 bytes where only 0 are left (at byte 1): " +
        "check that this is the address of a service with Go-style profiles",
    );
    const bomb = await serve((_, response) => response.end(gzipSync(new Uint8Array(1 << 22))));
    expect(await failure(bomb, { maximumBytes: 1 << 20 })).toContain("more than 1048576 bytes uncompressed");
    const endless = await serve((_, response) => response.end(new Uint8Array(1 << 22)));
    expect(await failure(endless, { maximumBytes: 1 << 20 })).toContain(
      "answered with more than 1048576 bytes",
    );
  });

  test("one that refuses, fails, hangs or speaks something else", async () => {
    const refusing = await serve((_, response) => response.writeHead(401).end());
    expect(await failure(refusing)).toContain(
      "/debug/pprof/ is not open to us (401 Unauthorized): give http://user",
    );
    const failing = await serve((_, response) =>
      response
        .writeHead(500, { "x-go-pprof": "1", "content-type": "text/plain" })
        .end("no heap today\nstack"),
    );
    expect(await failure(failing)).toContain(
      "failed (500 Internal Server Error, no heap today): see the service's log",
    );
    const hanging = await serve(() => undefined);
    expect(await failure(hanging, { timeoutMs: 50 })).toBe(
      "http://HOST/debug/pprof/ did not answer within 0.05 s: check that the service is not stuck or stopped",
    );
    const other = await listening(createTcpServer((socket) => socket.end("220 mail ready\r\n")));
    expect(await failure(other)).toContain("does not speak HTTP: check the port");
  });
});

test("memory is read from the end of Go's text profile, and only there", () => {
  expect(parseGoMemory(file("heap.debug1.txt").toString())?.collections).toBe(11);
  expect(parseGoMemory("heap profile: 1: 2 [3: 4] @ heap/1048576\n# HeapAlloc = 5")).toBeNull();
});
