import { isIP } from "node:net";
import { request as httpRequest, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { SourceError } from "./source-error.ts";

/**
 * The proxy that the environment names for a URL, null for none: HTTP_PROXY and HTTPS_PROXY but for what NO_PROXY lists
 * and for this machine, by the rules of Go's net/http (golang.org/x/net/http/httpproxy), but for ranges of addresses.
 */
export function proxyFor(url: URL, environment: NodeJS.ProcessEnv): URL | null {
  const variable = (name: string): string => environment[name] ?? environment[name.toLowerCase()] ?? "";
  const named = variable(url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY").trim();
  if (named === "" || isExempt(url, variable("NO_PROXY"))) return null;
  try {
    const proxy = new URL(/^[a-z][a-z\d+.-]*:\/\//iu.test(named) ? named : `http://${named}`);
    if (proxy.protocol === "http:") return proxy;
  } catch (cause) {
    throw new SourceError(`proxy ${JSON.stringify(named)} is no address: write http://host:port`, { cause });
  }
  throw new SourceError(`proxy ${JSON.stringify(named)} is not reached over http: write http://host:port`);
}

function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/gu, "").toLowerCase();
  if (host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."))) return true;
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return list
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== "")
    .some((entry) => entry === "*" || matches(entry, host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  const [, name = "", ofPort] = /^(.*?)(?::(\d+))?$/u.exec(entry)!;
  if (ofPort !== undefined && ofPort !== port) return false;
  if (name.startsWith("*.") || name.startsWith(".")) return host.endsWith(name.replace(/^\*/u, ""));
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

/** What a proxy wants to know of who asks: the name and password in its address. */
export function proxyHeaders(proxy: URL): Record<string, string> {
  if (proxy.username === "") return {};
  const text = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(text).toString("base64")}` };
}

/** A connection through a proxy to the server of a URL, over which TLS can be spoken. */
export async function tunnel(proxy: URL, url: URL, signal: AbortSignal): Promise<Duplex> {
  const path = `${url.hostname}:${url.port || "443"}`;
  return await new Promise((resolve, reject) => {
    const asked = httpRequest(proxy, {
      method: "CONNECT",
      path,
      headers: { host: path, ...proxyHeaders(proxy) },
      signal,
    });
    asked.once("connect", ({ statusCode, statusMessage }: IncomingMessage, socket: Duplex) => {
      if (statusCode === 200) resolve(socket);
      else {
        socket.destroy();
        reject(new SourceError(`proxy ${proxy.host} answered ${statusCode} ${statusMessage}`));
      }
    });
    asked.once("error", reject);
    asked.end();
  });
}
