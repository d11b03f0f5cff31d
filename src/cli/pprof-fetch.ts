import { readFile } from "node:fs/promises";
import { request as httpRequest, type ClientRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions as TlsOptions } from "node:https";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { buffer } from "node:stream/consumers";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import { proxyFor, proxyHeaders, tunnel } from "./pprof-proxy.ts";
import type { ProfileUrl } from "./pprof-url.ts";
import { SourceError } from "./source-error.ts";

/** Files of -tls_cert, -tls_key and -tls_ca; "" where not given. */
export interface TlsFiles {
  readonly tlsCert: string;
  readonly tlsKey: string;
  readonly tlsCa: string;
}

/** How to fetch: what identifies us, and when to stop. */
export interface FetchOptions {
  readonly tls: TlsIdentity;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Largest answer that is read. */
  readonly maximumBytes: number;
  /** Where HTTP_PROXY and its like are looked up. */
  readonly environment: NodeJS.ProcessEnv;
}

/** What the files of -tls_cert, -tls_key and -tls_ca hold. */
export type TlsIdentity = Pick<TlsOptions, "cert" | "key" | "ca">;

/** Reads the files that -tls_… name. Throws SourceError for a certificate without its key, or the other way round. */
export async function readTlsIdentity({ tlsCert, tlsKey, tlsCa }: TlsFiles): Promise<TlsIdentity> {
  if (tlsCert !== "" && tlsKey === "") throw new SourceError("-tls_cert is specified, but -tls_key is not");
  if (tlsCert === "" && tlsKey !== "") throw new SourceError("-tls_key is specified, but -tls_cert is not");
  const identity: { cert?: Buffer; key?: Buffer; ca?: Buffer } = {};
  try {
    if (tlsCert !== "") identity.cert = await readFile(tlsCert);
    if (tlsKey !== "") identity.key = await readFile(tlsKey);
    if (tlsCa !== "") identity.ca = await readFile(tlsCa);
  } catch (cause) {
    throw new SourceError(`could not load TLS files: ${textOf(cause)}`, { cause });
  }
  return identity;
}

const MOST_REDIRECTS = 10;

/** Fetches the bytes of a profile, following redirects. Throws SourceError for every answer but 200 and for none. */
export async function fetchProfile(source: ProfileUrl, options: FetchOptions): Promise<Buffer> {
  return await withinTime(source, "fetch: Get", options, async (signal) => {
    let { url } = source;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      const isSame = url.origin === source.url.origin;
      const response = await request(
        url,
        isSame && source.isInsecure,
        isSame ? { ...options, signal } : { environment: options.environment, signal },
      );
      const next = redirectOf(response, url);
      if (next === null) return await bodyOf(response, options.maximumBytes);
      response.destroy();
      url = next;
    }
    throw new SourceError(`http fetch: Get ${url.href}: stopped after ${MOST_REDIRECTS} redirects`);
  });
}

/** Posts a text and gives the answer. Throws SourceError for every answer but 200 and for none. */
export async function postText(source: ProfileUrl, text: string, options: FetchOptions): Promise<string> {
  return await withinTime(source, "post", options, async (signal) => {
    const headers = { ...options.headers, "content-type": "application/octet-stream" };
    const parts = { ...options, headers, signal, body: text };
    const response = await request(source.url, source.isInsecure, parts);
    return (await bodyOf(response, options.maximumBytes)).toString("utf8");
  });
}

async function withinTime<Answer>(
  { url, timeoutMs }: ProfileUrl,
  what: string,
  options: FetchOptions,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return await ask(AbortSignal.any([timeout, options.signal]));
  } catch (cause) {
    if (options.signal.aborted) throw options.signal.reason;
    if (cause instanceof SourceError) throw cause;
    const reason = timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : textOf(cause);
    throw new SourceError(`http ${what} ${JSON.stringify(url.href)}: ${reason}`, { cause });
  }
}

/** What proves who we are goes to the server that was named, never on to another. */
type RequestParts = Partial<Pick<FetchOptions, "headers" | "tls">> &
  Pick<FetchOptions, "signal" | "environment"> & { readonly body?: string };

async function request(url: URL, isInsecure: boolean, options: RequestParts): Promise<IncomingMessage> {
  const { headers = {}, signal, body } = options;
  const method = body === undefined ? "GET" : "POST";
  const proxy = proxyFor(url, options.environment);
  const sent = (
    send: (then: (response: IncomingMessage) => void) => ClientRequest,
  ): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      send(resolve).on("error", reject).end(body);
    });
  if (url.protocol === "http:") {
    if (proxy === null) return await sent((then) => httpRequest(url, { method, headers, signal }, then));
    const named = { host: url.host, ...headers, ...proxyHeaders(proxy) };
    return await sent((then) => httpRequest(proxy, { method, path: url.href, headers: named, signal }, then));
  }
  const tls: TlsOptions = { ...options.tls, rejectUnauthorized: !isInsecure };
  if (proxy === null)
    return await sent((then) => httpsRequest(url, { ...tls, method, headers, signal }, then));
  const socket = await tunnel(proxy, url, signal);
  // A name goes into the handshake, an address must not.
  const servername = isIP(url.hostname) === 0 ? url.hostname : "";
  const createConnection = (): Duplex => connectTls({ ...tls, socket, servername } as ConnectionOptions);
  // A connection that is given has no agent, which else would know the port that need not be named.
  const parts = { method, defaultPort: 443, createConnection, headers, signal };
  return await sent((then) => httpsRequest(url, parts, then));
}

function redirectOf({ statusCode, headers }: IncomingMessage, from: URL): URL | null {
  const isRedirect = statusCode !== undefined && [301, 302, 303, 307, 308].includes(statusCode);
  return isRedirect && headers.location !== undefined ? new URL(headers.location, from) : null;
}

async function bodyOf(response: IncomingMessage, maximumBytes: number): Promise<Buffer> {
  if (response.statusCode !== 200) throw await statusError(response);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Uint8Array>) {
    parts.push(part);
    length += part.length;
    if (length > maximumBytes)
      throw new SourceError(`an answer of more than ${maximumBytes} bytes, the most allowed`);
  }
  return Buffer.concat(parts);
}

/** The text of an answer is shown only where Go's pprof server says that it is an explanation. */
async function statusError(response: IncomingMessage): Promise<SourceError> {
  const status = `server response: ${response.statusCode} ${response.statusMessage}`;
  const explains =
    response.headers["x-go-pprof"] !== undefined &&
    response.headers["content-type"]?.includes("text/plain") === true;
  if (!explains || Number(response.headers["content-length"] ?? 0) > 4096) {
    response.destroy();
    return new SourceError(status);
  }
  return new SourceError(`${status} - ${(await buffer(response)).toString("utf8").slice(0, 4096).trimEnd()}`);
}

function textOf(error: unknown): string {
  // A connection tried at several addresses fails with all reasons at once and no message of its own.
  if (error instanceof AggregateError) return error.errors.map(textOf).join("; ");
  const text = error instanceof Error ? error.message : String(error);
  // What OpenSSL makes of an answer that is no TLS at all, with the place in its source and a line end.
  return text.includes("wrong version number")
    ? "http: server gave HTTP response to HTTPS client"
    : text.trim();
}
