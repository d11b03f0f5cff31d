import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../test/build/temporary-folder.ts";
import { identityOf, type LifeFacts } from "./life.ts";
import { mayStillRun } from "./liveness.ts";

const folder = temporaryFolder();

test.skipIf(process.platform !== "linux")(
  "a process that ended does not run, though nobody has asked how it ended",
  async () => {
    // The second sleep takes the shell's place and never waits for the first.
    const parent = spawn("sh", ["-c", "sleep 100 & echo $!; exec sleep 100"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void parent.kill("SIGKILL"));
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    const life = join(folder, "life");
    mkdirSync(life);
    const facts = { pid, identity: { ...identityOf("self"), startTicks: identityOf(pid).startTicks } };
    expect(mayStillRun(life, facts as LifeFacts, Date.now())).toBe(true);
    process.kill(pid, "SIGKILL");
    while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) await sleep(5);
    expect(mayStillRun(life, facts as LifeFacts, Date.now())).toBe(false);
  },
);
