import { basename, relative } from "node:path";
import { begin, closeIfAborted, type AttachOptions } from "./attach.ts";
import { Cdp, type Protocol } from "./cdp.ts";
import { Evaluator } from "./evaluation.ts";
import { askInspector, inUrl } from "./inspector-port.ts";
import { listeningSockets } from "./listening-sockets.ts";
import type { NodeTarget, TargetProcess } from "./node-target.ts";
import { TargetError } from "./target-error.ts";

/** What the process says of itself. */
interface SelfDescription {
  readonly pid: number;
  readonly uptimeSeconds: number;
  readonly executable: string;
  readonly script: string | null;
  readonly cwd: string | null;
}

const DESCRIBE = `({
  pid: process.pid,
  uptimeSeconds: process.uptime(),
  executable: process.execPath,
  script: process.argv[1] ?? null,
  cwd: process.cwd(),
})`;

/**
 * Attaches to an inspector that is open: `ws://host:port/uuid` as Node prints it, `host:port`, `http://host:port` or a
 * port of this machine. It is left open. Throws `bad-address` or `inspector-not-answering`.
 */
export async function attachToInspector(address: string, options: AttachOptions = {}): Promise<NodeTarget> {
  const url = await inspectorUrl(address);
  options.signal?.throwIfAborted();
  const cdp = await Cdp.connect(url.href);
  const target = await begin(cdp, null, (node) => describe(cdp, url, node), options);
  return await closeIfAborted(target, options.signal);
}

async function inspectorUrl(address: string): Promise<URL> {
  const url = parseAddress(address);
  if (url.protocol === "ws:" && url.pathname !== "/") return url;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port);
  const where = `${inUrl(host)}:${port}`;
  const found = await askInspector(host, port).catch((error: unknown) => {
    throw new TargetError(
      "inspector-not-answering",
      `nothing answers at ${where} (${(error as Error).message}): check that the process runs with --inspect=${where}`,
      { cause: error },
    );
  });
  if (found === null) {
    throw new TargetError(
      "inspector-not-answering",
      `what answers at ${where} is no Node.js inspector: give the address that node --inspect prints, or http://${where} if it serves /debug/pprof/`,
    );
  }
  return new URL(found.url);
}

function parseAddress(address: string): URL {
  const text = /^\d+$/.test(address) ? `127.0.0.1:${address}` : address;
  const full = /^[a-z]+:\/\//.test(text) ? text : `ws://${text}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  if (url === null || !["ws:", "http:"].includes(url.protocol) || url.port === "") {
    throw new TargetError(
      "bad-address",
      `"${address}" is no inspector address: give ws://127.0.0.1:9229/<id> as Node prints it, or host:port`,
    );
  }
  return url;
}

async function describe(cdp: Cdp, url: URL, node: string): Promise<TargetProcess> {
  const self = await describeSelf(cdp);
  return {
    kind: "node",
    name: `${self.command} (pid ${self.pid}, ${url.host})`,
    pid: self.pid,
    url: `ws://${url.host}`,
    node,
    uptimeSeconds: self.uptimeSeconds,
    command: self.command,
    cwd: self.cwd,
    remote: !isOurs(self.pid, Number(url.port)),
  };
}

/** What a process says of itself, with its executable and script as a person would write them. */
export async function describeSelf(protocol: Protocol): Promise<SelfDescription & { command: string }> {
  const self = await new Evaluator(protocol).value<SelfDescription>(DESCRIBE);
  const script = self.script === null || self.cwd === null ? self.script : relative(self.cwd, self.script);
  return { ...self, command: [basename(self.executable), ...(script === null ? [] : [script])].join(" ") };
}

/** Seen from here, that pid holds that port: so it is a process of this machine, with its files and limits at hand. */
function isOurs(pid: number, port: number): boolean {
  return process.platform === "linux" && listeningSockets(pid).some((socket) => socket.port === port);
}
