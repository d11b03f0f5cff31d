import { expect, test } from "vitest";
import { Refusal } from "./answer.ts";
import { Turnstile } from "./turnstile.ts";

test("one passes at a time, the next is told how long to wait, and after a failure the way is free", async () => {
  const turnstile = new Turnstile("a walk");
  let finish: () => void = () => {};
  const first = turnstile.pass(2500, () => new Promise<void>((resolve) => (finish = resolve)));
  const refused = await turnstile.pass(1, async () => {}).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(refused).toMatchObject({
    status: 429,
    message: "a walk is under way: try again in 3 s",
    headers: { "Retry-After": "3" },
  });
  finish();
  await first;
  await expect(turnstile.pass(1, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await turnstile.pass(1, async () => "through")).toBe("through");
});
