import { existsSync } from "node:fs";
import { TargetError } from "#target";

/** What a user named to look at. */
export type Address =
  | { readonly kind: "pid"; readonly pid: number }
  | { readonly kind: "inspector"; readonly address: string }
  | { readonly kind: "pprof"; readonly url: string }
  | { readonly kind: "recording"; readonly folder: string };

/**
 * Reads what the user typed: `4242`, `ws://127.0.0.1:9229/…`, `127.0.0.1:9229` (an open inspector)
 * `http://127.0.0.1:6060` (a service with /debug/pprof/) or `./.sawtooth` (the folder of a flight recorder).
 */
export function parseAddress(text: string): Address {
  if (/^\d+$/.test(text)) return { kind: "pid", pid: Number(text) };
  if (/^wss?:\/\//.test(text)) return { kind: "inspector", address: text };
  if (/^https?:\/\//.test(text)) return { kind: "pprof", url: text };
  if (/^(?:localhost|[\w.-]+|\[[0-9a-f:]+\]):\d+$/i.test(text)) return { kind: "inspector", address: text };
  if (isPath(text)) return { kind: "recording", folder: text };
  throw new TargetError(
    "bad-address",
    `'${text}' is no target: give a pid (4242), an inspector (ws://127.0.0.1:9229/… or 127.0.0.1:9229), a service with /debug/pprof/ (http://127.0.0.1:6060), the folder of a flight recorder (./.sawtooth), or a command after '--'`,
  );
}

/** What can only be meant as a path, and any name of a folder that is there. */
function isPath(text: string): boolean {
  return !text.includes("://") && (/[\\/]|^\.{1,2}$/.test(text) || existsSync(text));
}
