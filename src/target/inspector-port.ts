import { readdirSync, readFileSync } from "node:fs";
import { get } from "node:http";
import { listeningSockets, type ListeningSocket } from "./listening-sockets.ts";
import { DEFAULT_INSPECTOR_PORT } from "./node-options.ts";
import type { ProcessFacts } from "./process-facts.ts";

/** An inspector that answered. */
export interface InspectorAddress {
  /** `ws://host:port/uuid`. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
}

const LOOPBACK = new Set(["127.0.0.1", "::1"]);

const ANSWER_TIMEOUT_MS = 2000;

/** More than any inspector says; what answers longer is not one. */
const MAX_ANSWER_BYTES = 1 << 20;

/**
 * The open inspector of a process, or null. Asked are the ports that its options name and the default one; where they
 * opened one on any port (`--inspect=0`), its other loopback sockets too. The rest belongs to the application and is let alone.
 */
export async function findOpenInspector(facts: ProcessFacts): Promise<InspectorAddress | null> {
  const named = [...facts.nodeOptions.inspectorPorts, DEFAULT_INSPECTOR_PORT];
  const anyPort = facts.nodeOptions.opensOnAnyPort || (named.includes(0) && hasInspectorThread(facts.pid));
  const rank = (socket: ListeningSocket): number => {
    const at = named.indexOf(socket.port);
    if (at >= 0) return at;
    return anyPort && LOOPBACK.has(socket.address) ? named.length : -1;
  };
  const sockets = listeningSockets(facts.pid).filter((socket) => rank(socket) >= 0);
  return await firstInspector(sockets.toSorted((a, b) => rank(a) - rank(b)));
}

/** Whether an inspector runs, by the name of its thread; Node before 24 names none, and so says nothing. */
function hasInspectorThread(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).some(
      (thread) => readFileSync(`/proc/${pid}/task/${thread}/comm`, "utf8").trim() === "InspectorIo",
    );
  } catch {
    return false; // A thread ended while we read: there is an inspector on its way out, or none.
  }
}

/** The first of these sockets that answers as an inspector, or null. */
export async function firstInspector(sockets: readonly ListeningSocket[]): Promise<InspectorAddress | null> {
  for (const socket of sockets) {
    const found = await askInspector(reachable(socket.address), socket.port).catch(() => null);
    if (found !== null) return found;
  }
  return null;
}

/** Asks `/json/version`, then `/json/list`; null when what answers is no inspector, rejects when nothing answers. */
export async function askInspector(host: string, port: number): Promise<InspectorAddress | null> {
  const version = await getJson(host, port, "/json/version");
  if (!isRecord(version) || typeof version["Browser"] !== "string") return null;
  const list = await getJson(host, port, "/json/list");
  const first: unknown = Array.isArray(list) ? list[0] : null;
  const advertised = isRecord(first) ? first["webSocketDebuggerUrl"] : null;
  if (typeof advertised !== "string") return null;
  // The path is the secret; host and port are those that were seen to work (a container may advertise others).
  return { url: `ws://${inUrl(host)}:${port}${new URL(advertised).pathname}`, host, port };
}

/** A host as URLs write it: IPv6 in brackets. */
export function inUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Where to connect to for a socket that listens on every address. */
function reachable(address: string): string {
  if (address === "0.0.0.0") return "127.0.0.1";
  return address === "::" ? "::1" : address;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** null when the answer is not JSON. */
function getJson(host: string, port: number, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = get(
      { host, port, path, agent: false, headers: { Host: `${inUrl(host)}:${port}` } },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
          if (text.length > MAX_ANSWER_BYTES) request.destroy(new Error("the answer is too long"));
        });
        response.on("error", reject);
        response.on("end", () => resolve(parseOrNull(text)));
      },
    );
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer within ${ANSWER_TIMEOUT_MS} ms`)),
      ANSWER_TIMEOUT_MS,
    );
    request.on("error", reject);
    request.on("close", () => clearTimeout(timer));
  });
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
