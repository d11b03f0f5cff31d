/**
 * The URL of the last `//# sourceMappingURL=` comment of a generated file; null when it has none. Only a comment
 * followed by nothing but white space and other line comments counts, as in ECMA-426: bundles of build tools carry
 * the same words inside strings. Costs a search from the end, so an inline map of many megabytes is not scanned.
 */
export function mapUrlOf(text: string): string | null {
  const name = "sourceMappingURL=";
  const at = text.lastIndexOf(name);
  if (at < 0 || !/\/\/[#@][ \t]*$/.test(text.slice(Math.max(0, at - 16), at))) return null;
  const from = at + name.length;
  const lineEnd = indexOfLineEnd(text, from);
  const url = text.slice(from, lineEnd).trimEnd();
  if (url === "" || (!url.startsWith("data:") && /["'`\s]/.test(url))) return null;
  const rest = text.slice(lineEnd);
  return /^(?:\s|\/\/[^\n]*)*$/.test(rest) ? url : null;
}

function indexOfLineEnd(text: string, from: number): number {
  const lineEnd = text.indexOf("\n", from);
  return lineEnd < 0 ? text.length : lineEnd;
}

/** The content of a `data:` URL, base64 or percent-encoded, as UTF-8. Throws on a URL without a comma or with bad escapes. */
export function dataUrlText(url: string): string {
  const comma = url.indexOf(",");
  if (comma < 0) throw new Error("the data: URL has no comma");
  const content = url.slice(comma + 1);
  const base64 = /;\s*base64$/i.test(url.slice(0, comma));
  return base64 ? Buffer.from(content, "base64").toString("utf8") : decodeURIComponent(content);
}
