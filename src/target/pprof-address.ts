import { TargetError } from "./target-error.ts";

/** Where a service serves Go-style profiles, and what every request to it carries. */
export interface PprofAddress {
  /** Ends in `/debug/pprof/`; without credentials and query. */
  readonly base: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The user's own query, such as a token, without pprof's parameters. */
  readonly query: URLSearchParams;
}

const PPROF = "/debug/pprof/";
/** Parameters of net/http/pprof, which are ours to set. */
const PPROF_PARAMETERS = ["debug", "gc", "seconds"];

/**
 * Reads what a user may give for a service: its root, `/debug/pprof`, or any profile below that. A path before
 * `/debug/pprof` is kept, `user:password@` becomes a header, and a query goes with every request.
 */
export function pprofAddress(text: string): PprofAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["http:", "https:"].includes(url.protocol)) {
    throw new TargetError("bad-address", `${text} is no address of a service: give http://host:port`);
  }
  const base = new URL(url.origin);
  const end = `${url.pathname}/`.indexOf(PPROF);
  base.pathname = (end < 0 ? url.pathname.replace(/\/+$/, "") : url.pathname.slice(0, end)) + PPROF;
  const query = new URLSearchParams(url.search);
  for (const parameter of PPROF_PARAMETERS) query.delete(parameter);
  return { base, headers: credentials(url), query };
}

/** The address of one profile below the base. */
export function profileUrl(
  address: PprofAddress,
  name: string,
  parameters: Record<string, string> = {},
): URL {
  const url = new URL(name, address.base);
  url.search = new URLSearchParams([...address.query, ...Object.entries(parameters)]).toString();
  return url;
}

function credentials({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const plain = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(plain).toString("base64")}` };
}
