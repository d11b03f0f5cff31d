import { readFileSync } from "node:fs";
import { UsageError } from "./usage-error.ts";

/**
 * The headers that -header and -token ask for. A token is a text, or `@file` for one that is not to be seen in a list of
 * processes; "" for none. Throws UsageError.
 */
export function requestHeaders(lines: readonly string[], token: string): Record<string, string> {
  const headers = Object.fromEntries(lines.map(header));
  return token === "" ? headers : { ...headers, authorization: `Bearer ${tokenText(token)}` };
}

function header(line: string): [string, string] {
  const colon = line.indexOf(":");
  if (colon < 1) throw new UsageError(`-header ${JSON.stringify(line)} is no header: write 'Name: value'`);
  const [name, value] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  if (!/^[\w!#$%&'*+.^`|~-]+$/u.test(name) || /[^\t\u{20}-\u{7E}\u{80}-\u{FF}]/u.test(value)) {
    throw new UsageError(`-header ${JSON.stringify(line)} has characters that HTTP does not allow there`);
  }
  return [name.toLowerCase(), value];
}

function tokenText(token: string): string {
  const text = token.startsWith("@") ? fileText(token.slice(1)) : token;
  if (/^[\u{21}-\u{7E}]+$/u.test(text)) return text;
  throw new UsageError("-token is not one word of ASCII: give the token, or @file for a file that holds it");
}

function fileText(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === "ENOENT" ? "no such file" : "cannot be read";
    throw new UsageError(`-token @${file}: ${reason}: give the token, or @file for a file that holds it`, {
      cause,
    });
  }
}
