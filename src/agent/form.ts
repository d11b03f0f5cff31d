import type { AgentRequest } from "./answer.ts";

export type Form = "json" | "text" | "lines";

/**
 * The form of an answer of ours: `format=json|text`, `debug=1` for text as in Go, else what the client says it takes: a browser
 * gets text, and who asks for `application/x-ndjson` a line for each step. JSON when nothing is said.
 */
export function formOf(request: AgentRequest): Form {
  const format = request.query.get("format");
  if (format === "json" || format === "text") return format;
  if ((request.query.get("debug") ?? "0") !== "0") return "text";
  const accept = request.headers["accept"] ?? "";
  if (accept.includes("application/x-ndjson")) return "lines";
  return /^text\/(?:html|plain)/.test(accept) ? "text" : "json";
}
