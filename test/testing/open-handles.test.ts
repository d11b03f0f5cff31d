import { createServer } from "node:net";
import { once } from "node:events";
import { watch } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { noHandlesLeft, OpenHandlesError } from "../../src/testing/index.ts";
import { temporaryFolder } from "../build/temporary-folder.ts";

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

const left: readonly [string, () => unknown, RegExp][] = [
  [
    "a timer",
    () => {
      const timer = setTimeout(() => {}, 60_000);
      cleanUps.push(() => clearTimeout(timer));
    },
    /Timeout created at .*open-handles\.test\.ts:\d+/,
  ],
  [
    "an interval",
    () => {
      const timer = setInterval(() => {}, 60_000);
      cleanUps.push(() => clearInterval(timer));
    },
    /Timeout/,
  ],
  [
    "a server",
    async () => {
      const server = createServer().listen(0, "127.0.0.1");
      cleanUps.push(() => server.close());
      await once(server, "listening");
    },
    /TCPSERVERWRAP created at .*open-handles\.test\.ts/,
  ],
  [
    "a file watcher",
    () => {
      const watcher = watch(temporaryFolder());
      cleanUps.push(() => watcher.close());
    },
    /FSEVENTWRAP/,
  ],
];
test.for(left)("%s that is left open is named with the line that made it", async ([, scenario, says]) => {
  const error = await noHandlesLeft(scenario).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OpenHandlesError);
  expect((error as OpenHandlesError).message).toMatch(says);
});

const closed: readonly [string, () => unknown][] = [
  ["nothing", () => {}],
  ["a timer that is cleared", () => clearTimeout(setTimeout(() => {}, 60_000))],
  [
    "a timer that does not keep the process",
    () => {
      const timer = setTimeout(() => {}, 60_000).unref();
      cleanUps.push(() => clearTimeout(timer));
    },
  ],
  ["a timer that fires soon", () => setTimeout(() => {}, 20)],
  [
    "a server that is closed",
    async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      server.close();
      await once(server, "close");
    },
  ],
];
test.for(closed)("%s is fine", async ([, scenario]) => {
  await noHandlesLeft(scenario);
});
