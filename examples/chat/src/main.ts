/**
 * The chat gateway: `node dist/main.js [--port 8080] [--fixed | --fix delete|bounded|scoped]`.
 * `--fix` runs it with another registry: one that lets go of closed sessions (`--fixed` for short), one that holds only
 * so many, or one whose sessions go with their sockets.
 */
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { createGateway } from "./gateway.ts";
import type { Registry } from "./session.ts";

const registries: Record<string, () => Promise<Registry>> = {
  none: () => import("./registry.ts"),
  delete: () => import("./registry-fixed.ts"),
  bounded: () => import("./registry-bounded.ts"),
  scoped: () => import("./registry-scoped.ts"),
};

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    fixed: { type: "boolean", default: false },
    fix: { type: "string" },
  },
});

const fix = values.fix ?? (values.fixed ? "delete" : "none");
const load = registries[fix];
if (load === undefined) {
  console.error(`chat: there is no fix ${fix}: choose from ${Object.keys(registries).join(", ")}`);
  process.exit(2);
}
const server = createGateway(await load());

server.listen(Number(values.port), "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  console.log(`chat gateway on http://127.0.0.1:${port}`);
});

// Under a supervisor the service ends with it.
process.once("disconnect", () => process.exit(0));
