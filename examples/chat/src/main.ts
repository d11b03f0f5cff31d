/**
 * The chat gateway: `node dist/main.js [--port 8080] [--fixed]`.
 * `--fixed` runs it with the registry that lets go of closed sessions.
 */
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { createGateway } from "./gateway.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    fixed: { type: "boolean", default: false },
  },
});

const registry = values.fixed ? await import("./registry-fixed.ts") : await import("./registry.ts");
const server = createGateway(registry);

server.listen(Number(values.port), "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  console.log(`chat gateway on http://127.0.0.1:${port}`);
});

// Under a supervisor the service ends with it.
process.once("disconnect", () => process.exit(0));
