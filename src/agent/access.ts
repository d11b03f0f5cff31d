import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import { Refusal, type AgentRequest } from "./answer.ts";

/** Who may ask. */
export interface AccessRules {
  /** What a caller has to show; null where being on this machine is enough. */
  readonly token: string | null;
  /** Names under which the agent may be asked besides `localhost` and plain addresses. */
  readonly hosts: readonly string[];
}

/**
 * Throws a Refusal for a request that may not be answered. A page of the web that a developer visits can make their
 * browser send requests to localhost: by a name of its own that it points there (so an unknown Host is refused), or across sites
 * (so a request that a browser marks as such is refused, unless a person followed a link).
 */
export function requireAccess(request: AgentRequest, rules: AccessRules): void {
  if (request.from === "open mount") return;
  if (rules.token !== null) {
    if (!shows(request, rules.token)) throw unauthorized();
    return;
  }
  if (request.from === "mount") throw notOpen();
  const host = request.headers["host"] ?? "";
  if (!isKnownHost(host, rules.hosts)) {
    throw new Refusal(
      403,
      `the Host header "${host.slice(0, 100)}" is not known here: ask by localhost or by address, or name it in the option "hosts" (SAWTOOTH_HOSTS)`,
    );
  }
  if (request.headers["sec-fetch-site"] === "cross-site" && request.headers["sec-fetch-mode"] !== "navigate")
    throw new Refusal(403, "a page of another site may not ask: open the address itself");
}

/** A Host header as this machine is called by: `localhost`, an address, or a name that was given. */
function isKnownHost(header: string, known: readonly string[]): boolean {
  const url = URL.canParse(`http://${header}`) ? new URL(`http://${header}`) : null;
  if (url === null || header === "" || /[/?#@\\]/.test(header)) return false;
  const name = url.hostname.replace(/^\[|\]$/g, "");
  return name === "localhost" || isIP(name) !== 0 || known.some((each) => each.toLowerCase() === name);
}

function shows({ headers, query }: AgentRequest, token: string): boolean {
  const given = [query.get("token"), ofHeader(headers["authorization"] ?? "")];
  // Every comparison is made whatever came before: how long it takes must not tell which was near.
  return given.map((each) => each !== null && isSame(each, token)).includes(true);
}

/** `Bearer <token>`, or `Basic` with the token as password, as in `http://any:<token>@host`. */
function ofHeader(header: string): string | null {
  const [, scheme = "", value = ""] = /^(\w+) +(\S+)$/.exec(header) ?? [];
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return null;
  const plain = Buffer.from(value, "base64").toString("utf8");
  return plain.slice(plain.indexOf(":") + 1);
}

/** In a time that depends on neither text. */
function isSame(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}

/** An application's own server may be open to the world, and behind a proxy every caller seems to be local. */
function notOpen(): Refusal {
  return new Refusal(
    403,
    'mounted in an application the agent wants a token: start it with { token }, or with { mounted: "open" } where the application itself decides who may ask',
  );
}

function unauthorized(): Refusal {
  return new Refusal(
    401,
    "this agent wants its token: give it as Authorization: Bearer <token>, or as ?token=<token>",
    { "WWW-Authenticate": 'Bearer realm="sawtooth"' },
  );
}
