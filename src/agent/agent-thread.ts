import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "./http-server.ts";
import { MainThread } from "./main-thread.ts";
import { pulseOf } from "./pulse.ts";
import { PortServer } from "./port-server.ts";
import { recordProcess } from "./recording.ts";
import { Service } from "./service.ts";
import { tell } from "./tell.ts";
import type { AgentSetup, FromAgent, Port, ToAgent } from "./wire.ts";

/**
 * The agent's own side: a worker thread, or the main thread where there can be no worker. Serves over HTTP and over the
 * port that leads to the program. Says nothing on stdout, ever.
 */
export async function runAgent(port: Port<ToAgent, FromAgent>, setup: AgentSetup): Promise<void> {
  const { options, inThread } = setup;
  const pulse = pulseOf(setup.pulse);
  const mainThread = new MainThread(setup, (open) => {
    Atomics.store(pulse.connected, 0, open);
    Atomics.notify(pulse.connected, 0);
  });
  const service = new Service(options, mainThread, pulse);
  const portServer = new PortServer(port, (request) => service.respond(request));
  const recorder =
    setup.recording === null ? null : recordProcess(service.surroundings, setup.recording, tell);
  let server: Server | null = null;
  port.on("message", (message) => {
    if (message.kind === "request") portServer.take(message.id, message.request);
    else if (message.kind === "abort") portServer.abort(message.id);
    else {
      service.stop();
      if (message.kind === "bye") return;
      server?.close();
      server?.closeAllConnections();
      void Promise.resolve(recorder?.stop()).finally(() => port.postMessage({ kind: "stopped" }));
    }
  });
  if (options.port !== null) {
    server = await listen(options.host, options.port, (request) => service.respond(request));
    if (inThread) server?.unref();
  }
  port.postMessage({ kind: "ready", url: server === null ? null : urlOf(server) });
}

async function listen(
  host: string,
  port: number,
  respond: Parameters<typeof serve>[1],
): Promise<Server | null> {
  try {
    return await serve({ host, port }, respond);
  } catch (error) {
    tell(whyNotServing(host, port, error as NodeJS.ErrnoException));
    return null;
  }
}

function whyNotServing(host: string, port: number, error: NodeJS.ErrnoException): string {
  const where = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  if (error.code === "EADDRINUSE")
    return `${where} is taken, so profiles are not served: set SAWTOOTH_PORT to a free port, 0 for any or off`;
  return `cannot listen at ${where} (${error.message}), so profiles are not served: set SAWTOOTH_HOST or SAWTOOTH_PORT`;
}

function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
