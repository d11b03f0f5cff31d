import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** The program behind `go tool pprof`; null, and said so, where Go is not installed. */
export const oracle: string | null = pprofOfGo();
if (oracle === null) console.warn("SKIPPED: the comparison with go tool pprof: Go is not installed");

function pprofOfGo(): string | null {
  const { status, stdout } = spawnSync("go", ["env", "GOTOOLDIR"], { encoding: "utf8" });
  const program = status === 0 ? join(stdout.trim(), "pprof") : "";
  return existsSync(program) ? program : null;
}
