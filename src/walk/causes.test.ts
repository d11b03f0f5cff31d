import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { Causes } from "./causes.ts";
import type { Frame } from "./protocol.ts";

const inPackage: Frame = {
  function: "onSocket",
  file: "/srv/node_modules/timer/index.js",
  line: 3,
  column: 1,
};
const causes = new Causes();

afterEach(() => causes.stop());

test("what is done later is traced to where it began, through timers and promises, while that is listened for", async () => {
  const asked: (readonly Frame[])[] = [];
  const ask = (): number => asked.push(causes.behind([inPackage]));
  ask();
  causes.start();
  await new Promise<void>(function beginHere(resolve) {
    setTimeout(() => {
      ask();
      void (async () => {
        await Promise.resolve();
        ask();
        setImmediate(() => {
          ask();
          resolve();
        });
      })();
    }, 1);
  });
  expect(causes.behind([{ ...inPackage, file: "/srv/app.js" }])).toEqual([]);
  const [before, ...during] = asked;
  expect(before).toEqual([]);
  for (const frames of during)
    expect(frames.map((frame) => frame.function)).toContainEqual(expect.stringContaining("beginHere"));
  causes.stop();
  await sleep(1);
  expect(causes.behind([inPackage])).toEqual([]);
});
