import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Builds the program that decodes with the copy of google/pprof that Go's own sources have, so that nothing has to be
 * fetched. Null where Go, or its sources, are not installed.
 */
export function buildGoParser(folder: string): string | null {
  const root = spawnSync("go", ["env", "GOROOT"], { encoding: "utf8" });
  const pprof = join((root.stdout ?? "").trim(), "src/cmd/vendor/github.com/google/pprof");
  if (root.status !== 0 || !existsSync(pprof)) return null;
  const place = join(folder, "gopath/src/github.com/google/pprof");
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(pprof, place);
  const program = join(folder, "decode-go");
  const env = {
    ...process.env,
    GO111MODULE: "off",
    GOFLAGS: "",
    GOPATH: join(folder, "gopath"),
    GOCACHE: join(folder, "gocache"),
  };
  const source = join(import.meta.dirname, "decode.go");
  const build = spawnSync("go", ["build", "-o", program, source], { env, encoding: "utf8" });
  if (build.status !== 0) throw new Error(`go build of ${source} failed: ${build.stderr}`);
  return program;
}
