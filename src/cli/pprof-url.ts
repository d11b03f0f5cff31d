/** A profile to fetch: its URL, and how long that may take. */
export interface ProfileUrl {
  readonly url: URL;
  /** Whether any certificate is accepted, as the scheme `https+insecure` asks. */
  readonly isInsecure: boolean;
  readonly timeoutMs: number;
}

/** Where `go tool pprof` looks on a server that is named without a path. */
const CPU_PROFILE = "/debug/pprof/profile";

/**
 * Reads a source that is no file as a URL, by pprof's rules: `host:port/path` is http; `seconds` above 0 goes into the
 * query; the time limit is `timeout` in seconds, else one and a half times the seconds, else 60 s. Null for what is none.
 */
export function profileUrl(source: string, seconds: number, timeout: number): ProfileUrl | null {
  const url = parsed(source);
  if (url === null) return null;
  if (url.pathname === "" || url.pathname === "/") url.pathname = CPU_PROFILE;
  if (seconds > 0) url.searchParams.set("seconds", String(seconds));
  const asked = seconds > 0 ? seconds : Number.parseInt(url.searchParams.get("seconds") ?? "", 10);
  url.searchParams.sort();
  const limit = timeout > 0 ? timeout : asked > 0 ? asked * 1.5 : 60;
  return { url, isInsecure: /^https\+insecure:/i.test(source), timeoutMs: (limit + 5) * 1000 };
}

function parsed(source: string): URL | null {
  const withScheme = /^(https?)(?:\+insecure)?:\/\/(?=[^/])/i;
  const hasScheme = withScheme.test(source);
  // Without one, a colon in the first part of the path marks a port: `localhost:6060/debug/pprof/heap`.
  if (!hasScheme && !/^[^/?#]+:\d/.test(source)) return null;
  try {
    return new URL(hasScheme ? source.replace(withScheme, "$1://") : `http://${source}`);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
