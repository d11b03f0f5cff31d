import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A TCP socket that waits for connections. */
export interface ListeningSocket {
  /** `127.0.0.1`, `::1`, or `0.0.0.0` and `::` for every address. */
  readonly address: string;
  readonly port: number;
  /** Names the socket; the same as in `/proc/<pid>/fd`. */
  readonly inode: string;
}

/** State TCP_LISTEN in /proc/net/tcp. */
const LISTEN = "0A";

/** Every listening socket in the network namespace of a process, other processes' included. */
export function listeningInNamespace(pid: number): ListeningSocket[] {
  return [...readTable(pid, "tcp"), ...readTable(pid, "tcp6")];
}

/** The listening sockets a process itself holds. Costs one readlink per open file until all are found. */
export function listeningSockets(pid: number): ListeningSocket[] {
  const candidates = new Map(listeningInNamespace(pid).map((socket) => [`socket:[${socket.inode}]`, socket]));
  const held: ListeningSocket[] = [];
  for (const fd of openFiles(pid)) {
    if (candidates.size === 0) break;
    const name = linkOf(`/proc/${pid}/fd/${fd}`);
    const socket = name === null ? undefined : candidates.get(name);
    if (name === null || socket === undefined) continue;
    candidates.delete(name);
    held.push(socket);
  }
  return held;
}

/** Which process, of those whose files we may see, holds a socket; null when none. */
export function holderOf(socket: ListeningSocket, pids: readonly number[]): number | null {
  const name = `socket:[${socket.inode}]`;
  return pids.find((pid) => openFiles(pid).some((fd) => linkOf(`/proc/${pid}/fd/${fd}`) === name)) ?? null;
}

function readTable(pid: number, table: "tcp" | "tcp6"): ListeningSocket[] {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/net/${table}`, "latin1");
  } catch {
    return []; // The process has just ended, or the kernel has no IPv6.
  }
  const sockets: ListeningSocket[] = [];
  for (const line of text.split("\n")) {
    if (!line.includes(` ${LISTEN} `)) continue;
    const columns = line.trim().split(/\s+/);
    const [address = "", port = ""] = (columns[1] ?? "").split(":");
    if (columns[3] !== LISTEN) continue;
    sockets.push({ address: readAddress(address), port: Number.parseInt(port, 16), inode: columns[9] ?? "" });
  }
  return sockets;
}

/** The kernel prints an address as 32-bit words in the machine's byte order (little-endian where Node runs). */
function readAddress(hex: string): string {
  const bytes = Buffer.from(hex, "hex");
  bytes.swap32();
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.subarray(0, 10).every((byte) => byte === 0) && bytes.readUInt16BE(10) === 0xffff) {
    return bytes.subarray(12).join(".");
  }
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2).toString(16));
  return new URL(`http://[${groups.join(":")}]/`).hostname.slice(1, -1);
}

function openFiles(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch {
    return []; // Ended, or another user's.
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null; // Closed since it was listed.
  }
}
