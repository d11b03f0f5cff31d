import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { fetchProfile, type FetchOptions } from "./pprof-fetch.ts";
import { proxyFor } from "./pprof-proxy.ts";
import { profileUrl } from "./pprof-url.ts";
import { requestHeaders } from "./request-headers.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
if (!hasOpenssl) console.warn("SKIPPED: TLS through a proxy: openssl is not installed");

let folder = "";
const servers: Server[] = [];
const after: (() => void)[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sawtooth-proxy-"));
});
afterEach(async () => {
  for (const end of after.splice(0)) end();
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((ready) => server.once("listening", ready));
  return (server.address() as AddressInfo).port;
}

async function fetched(url: string, options: Partial<FetchOptions>): Promise<string> {
  const bytes = await fetchProfile(profileUrl(url, -1, 5)!, {
    tls: {},
    headers: {},
    signal: new AbortController().signal,
    maximumBytes: 1000,
    environment: {},
    ...options,
  });
  return bytes.toString();
}

test.each([
  ["http://service.test/x", { HTTP_PROXY: "http://proxy:3128" }, "http://proxy:3128/"],
  ["http://service.test/x", { http_proxy: "proxy:3128" }, "http://proxy:3128/"],
  ["https://service.test/x", { HTTP_PROXY: "http://proxy" }, null],
  ["https://service.test/x", { HTTPS_PROXY: "http://proxy" }, "http://proxy/"],
  ["http://localhost:6060/x", { HTTP_PROXY: "http://proxy" }, null],
  ["http://127.0.0.5/x", { HTTP_PROXY: "http://proxy" }, null],
  ["http://[::1]/x", { HTTP_PROXY: "http://proxy" }, null],
  ["http://a.service.test/x", { HTTP_PROXY: "http://proxy", NO_PROXY: "other, service.test" }, null],
  ["http://service.test/x", { HTTP_PROXY: "http://proxy", no_proxy: ".service.test" }, "http://proxy/"],
  ["http://a.service.test/x", { HTTP_PROXY: "http://proxy", NO_PROXY: "*.service.test" }, null],
  ["http://myservice.test/x", { HTTP_PROXY: "http://proxy", NO_PROXY: "service.test" }, "http://proxy/"],
  ["http://service.test:81/x", { HTTP_PROXY: "http://proxy", NO_PROXY: "service.test:80" }, "http://proxy/"],
  ["http://10.0.0.1/x", { HTTP_PROXY: "http://proxy", NO_PROXY: "10.0.0.1" }, null],
  ["http://service.test/x", { HTTP_PROXY: "http://proxy", NO_PROXY: "*" }, null],
])("%s with %j goes through %s", (url, environment, proxy) => {
  expect(proxyFor(new URL(url), environment)?.href ?? null).toBe(proxy);
});

test("a proxy that is no address, or speaks what we do not, is told", () => {
  const url = new URL("http://service.test/x");
  expect(() => proxyFor(url, { HTTP_PROXY: "http://" })).toThrow("write http://host:port");
  expect(() => proxyFor(url, { HTTP_PROXY: "socks5://h:1" })).toThrow("is not reached over http");
});

test("a proxy is asked for the whole address, with its own password and the service's token", async () => {
  const asked: unknown[] = [];
  const port = await listening(
    createServer(({ url, headers }, response) => {
      asked.push(url, headers.host, headers["proxy-authorization"], headers.authorization);
      response.end("a profile");
    }),
  );
  const environment = { HTTP_PROXY: `http://me:pa%20ss@127.0.0.1:${port}` };
  const headers = requestHeaders([], "secret");
  expect(await fetched("http://service.test:6060/x?y=1", { environment, headers })).toBe("a profile");
  const password = `Basic ${Buffer.from("me:pa ss").toString("base64")}`;
  expect(asked).toEqual(["http://service.test:6060/x?y=1", "service.test:6060", password, "Bearer secret"]);
});

test.runIf(hasOpenssl)("TLS is spoken with the service, not with the proxy", async () => {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"];
  const subject = ["-subj", "/CN=service.test", "-addext", "subjectAltName=DNS:service.test"];
  const make = ["req", "-x509", ...curve, "-keyout", key, "-out", cert, ...subject];
  execFileSync("openssl", make, { stdio: "ignore" });
  const seen: unknown[] = [];
  const service = createTlsServer(
    { key: readFileSync(key), cert: readFileSync(cert) },
    ({ url, headers }, response) => {
      seen.push(url, headers.host, headers.authorization, headers["proxy-authorization"]);
      response.end("over TLS");
    },
  );
  const servicePort = await listening(service);
  const proxy = createServer();
  proxy.on("connect", ({ url, headers }, client) => {
    seen.push(url, headers.authorization);
    if (url === "refused.test:443") {
      client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const upstream = connect(servicePort, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    after.push(() => client.destroy());
    upstream.on("error", () => client.destroy());
    client.on("error", () => upstream.destroy());
  });
  const environment = { HTTPS_PROXY: `http://127.0.0.1:${await listening(proxy)}` };
  const headers = requestHeaders([], "secret");
  const trusting = { environment, headers, tls: { ca: readFileSync(cert) } };
  expect(await fetched("https://service.test/x", trusting)).toBe("over TLS");
  expect(seen).toEqual(["service.test:443", undefined, "/x", "service.test", "Bearer secret", undefined]);
  await expect(fetched("https://service.test/x", { environment })).rejects.toThrow(/certificate/u);
  await expect(fetched("https://refused.test/x", trusting)).rejects.toThrow("answered 403 Forbidden");
});

test("a token is a text, or what a file holds; headers are what HTTP allows", () => {
  const file = join(folder, "token");
  writeFileSync(file, "from-a-file\n");
  expect(requestHeaders(["X-One: a b", "x-two:"], `@${file}`)).toEqual({
    "x-one": "a b",
    "x-two": "",
    authorization: "Bearer from-a-file",
  });
  expect(() => requestHeaders([], "two words")).toThrow("-token is not one word");
  expect(() => requestHeaders([], `@${file}.none`)).toThrow("no such file");
  expect(() => requestHeaders(["no colon"], "")).toThrow("is no header: write 'Name: value'");
  expect(() => requestHeaders(["a b: c"], "")).toThrow("characters that HTTP does not allow");
  expect(() => requestHeaders(["a: b\r\nc: d"], "")).toThrow("characters that HTTP does not allow");
});
