import { TargetError } from "./target-error.ts";

/** An answer with status 200. */
export interface HttpAnswer {
  readonly contentType: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface HttpGetOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Largest body that is read. */
  readonly maximumBytes: number;
  /** Read a body of any length but keep only this many bytes of its end. */
  readonly tailBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

/** An answer other than 200, for callers to explain. */
export class HttpStatusError extends Error {
  override readonly name = "HttpStatusError";
  readonly status: number;
  /** First line of the body when the server says it is plain text for people (Go's `X-Go-Pprof`), else "". */
  readonly reason: string;

  constructor(status: number, statusText: string, reason: string) {
    super(`${status} ${statusText}`.trim());
    this.status = status;
    this.reason = reason;
  }
}

/**
 * Fetches a URL with bounds on time and size. Throws HttpStatusError for an answer other than 200, TargetError where
 * there is none, and the signal's reason once it is aborted.
 */
export async function httpGet(url: URL, options: HttpGetOptions): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
  try {
    const response = await fetch(url, { signal, headers: options.headers ?? {} });
    if (!response.ok) throw await statusError(response, options);
    const body = await readBody(url, response, options);
    return { contentType: response.headers.get("content-type") ?? "", body };
  } catch (error) {
    if (error instanceof HttpStatusError || error instanceof TargetError) throw error;
    if (options.signal?.aborted === true) throw options.signal.reason;
    if (timeout.aborted) throw timedOut(url, options.timeoutMs, error);
    throw unreachable(url, error);
  }
}

async function statusError(response: Response, options: HttpGetOptions): Promise<HttpStatusError> {
  let reason = "";
  if (response.headers.has("x-go-pprof")) {
    const body = await readBody(new URL(response.url), response, { ...options, tailBytes: 4096 });
    reason = (new TextDecoder().decode(body).split("\n", 1)[0] ?? "").trim();
  } else await response.body?.cancel();
  return new HttpStatusError(response.status, response.statusText, reason);
}

async function readBody(
  url: URL,
  response: Response,
  options: HttpGetOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { maximumBytes, tailBytes = Number.POSITIVE_INFINITY } = options;
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next !== undefined && !next.done; next = await reader?.read()) {
    const part: Uint8Array = next.value;
    parts.push(part);
    length += part.length;
    for (let first = parts[0]; first !== undefined && length - first.length >= tailBytes; first = parts[0]) {
      length -= first.length;
      parts.shift();
    }
    if (length > maximumBytes) {
      await reader?.cancel();
      throw new TargetError(
        "protocol-error",
        `${url.href} answered with more than ${maximumBytes} bytes: check that this is the service you mean`,
      );
    }
  }
  const body = Buffer.concat(parts);
  return new Uint8Array(body.subarray(Math.max(0, body.length - tailBytes)));
}

function timedOut(url: URL, timeoutMs: number, cause: unknown): TargetError {
  return new TargetError(
    "call-timed-out",
    `${url.href} did not answer within ${timeoutMs / 1000} s: check that the service is not stuck or stopped`,
    { cause },
  );
}

/** What a failed connection means, by the code Node.js gives the cause. */
const MEANINGS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused: check host and port, and that the service is running",
  ENOTFOUND: "no such host: check the name",
  EAI_AGAIN: "the host name cannot be resolved now: check the name and the network",
  EHOSTUNREACH: "no way to that host: check the network",
  ENETUNREACH: "no way to that host: check the network",
  ECONNRESET: "the connection was reset: check that this is the port of the pprof server, and http or https",
  UND_ERR_SOCKET:
    "the connection was closed: check that this is the port of the pprof server, and http or https",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak https: try http://",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "it does not speak https: try http://",
};

function unreachable(url: URL, error: unknown): TargetError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
  const meaning =
    MEANINGS[code] ??
    (code.startsWith("HPE_") || (cause instanceof Error && cause.name === "HTTPParserError")
      ? "what answers does not speak HTTP: check the port"
      : `${cause instanceof Error ? cause.message : String(cause)}: check the address`);
  return new TargetError("connection-lost", `${url.origin} cannot be reached, ${meaning}`, { cause: error });
}
