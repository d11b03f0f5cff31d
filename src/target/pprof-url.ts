import { basename } from "node:path";
import { decodeProfile, gunzip, ProfileFormatError, type Profile } from "#profile";
import { parseGoMemory, type GoMemory } from "./go-memory.ts";
import { httpGet, HttpStatusError, type HttpAnswer } from "./http-get.ts";
import { findLocalService, residentSize, serviceLimits, type LocalService } from "./local-service.ts";
import type { ProcessLimit } from "./memory-limits.ts";
import { pprofAddress, profileUrl, type PprofAddress } from "./pprof-address.ts";
import { TargetError } from "./target-error.ts";

export interface PprofOptions {
  /** For each request; 30 s by default: a heap profile with `gc=1` waits for a full collection. */
  readonly timeoutMs?: number;
  /** Largest profile that is read, uncompressed; 512 MiB by default. */
  readonly maximumBytes?: number;
}

const MEBIBYTE = 2 ** 20;
/** The MemStats block with its 512 pause times is about 9 KB. */
const MEMORY_TAIL = 2 ** 16;

/**
 * A service that serves Go-style profiles below /debug/pprof/. Holds no connection and changes nothing in the service;
 * every call is one or two requests. Errors are TargetErrors of one line.
 */
export class PprofTarget {
  /** The service's `/debug/pprof/`, without credentials. */
  readonly url: string;
  /** Name of the program, when the service tells: `leakserver`. Its arguments may be secret and are not kept. */
  readonly program: string | null;
  /** The process, when it is on this machine and ours to read about. */
  readonly local: LocalService | null;
  readonly #address: PprofAddress;
  readonly #timeoutMs: number;
  readonly #maximumBytes: number;

  private constructor(address: PprofAddress, command: readonly string[] | null, options: PprofOptions) {
    this.#address = address;
    this.#timeoutMs = options.timeoutMs ?? 30_000;
    this.#maximumBytes = options.maximumBytes ?? 512 * MEBIBYTE;
    this.url = address.base.href;
    this.program = command?.[0] === undefined ? null : basename(command[0]);
    this.local = findLocalService(address.base, command);
  }

  /** Checks that profiles are served at an address a user gave, and learns what the service tells of itself. */
  static async open(text: string, options: PprofOptions = {}, signal?: AbortSignal): Promise<PprofTarget> {
    const address = pprofAddress(text);
    const probe = new PprofTarget(address, null, options);
    await probe.#requireProfiles(signal);
    return new PprofTarget(address, await probe.#readCommand(signal), options);
  }

  /** The heap profile right after a full collection, which this asks the service to make. */
  async heap(signal?: AbortSignal): Promise<Profile> {
    const url = profileUrl(this.#address, "heap", { gc: "1" });
    const { body, contentType } = await this.#get(url, signal);
    if (looksLikeHtml(contentType, body)) throw notAProfile(url, "a web page");
    try {
      return decodeProfile(await gunzip(body, this.#maximumBytes));
    } catch (error) {
      if (!(error instanceof ProfileFormatError)) throw error;
      throw notAProfile(url, `no profile.proto, ${error.message}`, error);
    }
  }

  /** Memory as Go's runtime counts it; null when the service does not tell, as one that is not Go may not. */
  async memory(signal?: AbortSignal): Promise<GoMemory | null> {
    const url = profileUrl(this.#address, "heap", { debug: "1" });
    try {
      const { body } = await this.#get(url, signal, MEMORY_TAIL);
      return parseGoMemory(new TextDecoder().decode(body));
    } catch (error) {
      if (error instanceof StatusExplained) return null;
      throw error;
    }
  }

  /** Resident size of a local process, bytes; null where it cannot be known. */
  residentBytes(): number | null {
    return this.local === null ? null : residentSize(this.local);
  }

  /** Limits on a local process; none are known of a remote one. */
  limits(): ProcessLimit[] {
    return this.local === null ? [] : serviceLimits(this.local);
  }

  /** The index need not be there where a program registered its handlers one by one: the heap profile must. */
  async #requireProfiles(signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#get(profileUrl(this.#address, ""), signal, MEMORY_TAIL);
    } catch (error) {
      if (!(error instanceof StatusExplained) || error.status !== 404) throw error;
      await this.#get(profileUrl(this.#address, "heap"), signal, MEMORY_TAIL);
    }
  }

  async #readCommand(signal: AbortSignal | undefined): Promise<string[] | null> {
    try {
      const { body, contentType } = await this.#get(
        profileUrl(this.#address, "cmdline"),
        signal,
        MEMORY_TAIL,
      );
      if (body.length === 0 || looksLikeHtml(contentType, body)) return null;
      return new TextDecoder().decode(body).replace(/\0$/, "").split("\0");
    } catch (error) {
      if (error instanceof StatusExplained) return null;
      throw error;
    }
  }

  async #get(url: URL, signal: AbortSignal | undefined, tailBytes?: number): Promise<HttpAnswer> {
    try {
      return await httpGet(url, {
        headers: this.#address.headers,
        timeoutMs: this.#timeoutMs,
        maximumBytes: this.#maximumBytes,
        signal,
        ...(tailBytes === undefined ? {} : { tailBytes }),
      });
    } catch (error) {
      if (error instanceof HttpStatusError) throw new StatusExplained(url, error);
      throw error;
    }
  }
}

/** An HTTP status in the words of pprof. */
class StatusExplained extends TargetError {
  readonly status: number;

  constructor(url: URL, { status, message, reason }: HttpStatusError) {
    super("protocol-error", explain(url, status, reason === "" ? message : `${message}, ${reason}`));
    this.status = status;
  }
}

function explain(url: URL, status: number, words: string): string {
  const { origin, pathname } = url;
  if (status === 404) {
    return (
      `${origin} answers but has no ${pathname} (${words}): start a Node.js service with --import sawtooth/register (or give ` +
      'its pid), import _ "net/http/pprof" in a Go one, and give the address that has the handlers'
    );
  }
  if (status === 401 || status === 403) {
    return `${origin}${pathname} is not open to us (${words}): give http://user:password@host:port, or its token as ?name=value`;
  }
  return `${origin}${pathname} failed (${words}): see the service's log`;
}

function looksLikeHtml(contentType: string, body: Uint8Array): boolean {
  const start = new TextDecoder("latin1").decode(body.subarray(0, 100)).trimStart().toLowerCase();
  return contentType.startsWith("text/html") || start.startsWith("<!doctype") || start.startsWith("<html");
}

function notAProfile(url: URL, what: string, cause?: unknown): TargetError {
  return new TargetError(
    "protocol-error",
    `${url.origin}${url.pathname} is ${what}: check that this is the address of a service with Go-style profiles`,
    { cause },
  );
}
