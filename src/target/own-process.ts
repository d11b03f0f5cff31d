import { begin } from "./attach.ts";
import type { Connection } from "./cdp.ts";
import { describeSelf } from "./attach-inspector.ts";
import type { NodeTarget } from "./node-target.ts";

/**
 * This process as a target, over a session with one of its threads: walks and finds run over it as over any other, with
 * no port opened and no signal sent. Closing the target closes the connection.
 */
export function attachToOwnProcess(connection: Connection): Promise<NodeTarget> {
  return begin(
    connection,
    null,
    async (node) => {
      const self = await describeSelf(connection);
      return {
        kind: "node",
        name: `${self.command} (pid ${self.pid})`,
        pid: self.pid,
        url: null,
        node,
        uptimeSeconds: self.uptimeSeconds,
        command: self.command,
        cwd: self.cwd,
        remote: false,
      };
    },
    {},
  );
}
