import { readFile } from "node:fs/promises";
import { get as httpGet, type ClientRequest, type IncomingMessage } from "node:http";
import { get as httpsGet, type RequestOptions as TlsOptions } from "node:https";
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
  const timeout = AbortSignal.timeout(source.timeoutMs);
  const signal = AbortSignal.any([timeout, options.signal]);
  try {
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
  } catch (cause) {
    if (options.signal.aborted) throw options.signal.reason;
    if (cause instanceof SourceError) throw cause;
    const reason = timeout.aborted ? `no answer within ${source.timeoutMs / 1000} s` : textOf(cause);
    throw new SourceError(`http fetch: Get ${JSON.stringify(source.url.href)}: ${reason}`, { cause });
  }
}

/** What proves who we are goes to the server that was named, never on to another. */
type RequestParts = Partial<Pick<FetchOptions, "headers" | "tls">> &
  Pick<FetchOptions, "signal" | "environment">;

async function request(url: URL, isInsecure: boolean, options: RequestParts): Promise<IncomingMessage> {
  const { headers = {}, signal } = options;
  const proxy = proxyFor(url, options.environment);
  if (url.protocol === "http:") {
    if (proxy === null) return await answerTo((then) => httpGet(url, { headers, signal }, then));
    const parts = { path: url.href, headers: { host: url.host, ...headers, ...proxyHeaders(proxy) }, signal };
    return await answerTo((then) => httpGet(proxy, parts, then));
  }
  const tls: TlsOptions = { ...options.tls, rejectUnauthorized: !isInsecure };
  if (proxy === null) return await answerTo((then) => httpsGet(url, { ...tls, headers, signal }, then));
  const socket = await tunnel(proxy, url, signal);
  // A name goes into the handshake, an address must not.
  const servername = isIP(url.hostname) === 0 ? url.hostname : "";
  const createConnection = (): Duplex => connectTls({ ...tls, socket, servername } as ConnectionOptions);
  // A connection that is given has no agent, which else would know the port that need not be named.
  const parts = { defaultPort: 443, createConnection, headers, signal };
  return await answerTo((then) => httpsGet(url, parts, then));
}

function answerTo(
  send: (then: (response: IncomingMessage) => void) => ClientRequest,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    send(resolve).on("error", reject);
  });
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
  return error instanceof Error ? error.message : String(error);
}
