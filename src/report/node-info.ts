import { baseName } from "./go-path.ts";

/** What a node of a call graph stands for, and what it is known by: two are the same when all of it is. */
export interface NodeInfo {
  readonly name: string;
  readonly file: string;
  /** Unsigned; 0 when reports go by function or line. */
  readonly address: bigint;
  readonly line: number;
  readonly column: number;
  /** Line where the function begins; 0 where the report does not tell functions apart by it. */
  readonly startLine: number;
  /** File mapped at the address; "" where the report does not tell nodes apart by it. */
  readonly objectFile: string;
}

/** The parts of a node's printed name: address, function, and place or mapped file, those that are known. */
export function nameParts(info: NodeInfo): string[] {
  const parts: string[] = [];
  if (info.address !== 0n) parts.push(info.address.toString(16).padStart(16, "0"));
  if (info.name !== "") parts.push(info.name);
  if (info.line !== 0) {
    const column = info.column === 0 ? "" : `:${info.column}`;
    parts.push(`${info.file}:${info.line}${column}`);
  } else if (info.file !== "") parts.push(info.file);
  else if (info.name === "") {
    parts.push(info.objectFile === "" ? "<unknown>" : `[${baseName(info.objectFile)}]`);
  }
  return parts;
}

/** The last resort of every order: all that a node is known by, as Go prints the struct. */
export function sortKey(info: NodeInfo): string {
  return `{${info.name}  ${info.address} ${info.file} ${info.startLine} ${info.line} ${info.column} ${info.objectFile}}`;
}
