import { expect, test } from "vitest";
import { Sites, xorshift } from "./sites.ts";

const frame = (line: number) => [{ function: "add", file: "/app/store.js", line, column: 5 }];

/** Shares of the lines that a pattern of inserts comes from, as estimated. */
function shares(
  inserts: number,
  lineOf: (n: number) => number,
  sites: Sites = new Sites(),
): Map<number, number> {
  for (let n = 0; n < inserts; n++) if (sites.due()) sites.record(frame(lineOf(n)));
  const total = sites.stacks.reduce((sum, { weight }) => sum + weight, 0);
  return new Map(sites.stacks.map(({ weight, frames }) => [frames[0]!.line, weight / total]));
}

test.each([
  ["every fourth", (n: number) => (n % 4 === 3 ? 2 : 1)],
  ["every 1024th in blocks", (n: number) => (n % 1024 >= 768 ? 2 : 1)],
  ["in step with powers of two", (n: number) => ((n & 3) === 0 ? 2 : 1)],
])("a quarter of the inserts is seen as a quarter: %s", (_what, lineOf) => {
  const rounds = 40;
  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    const sites = new Sites(xorshift(round + 1));
    sum += shares(60_000, lineOf, sites).get(2) ?? 0;
  }
  expect(sum / rounds).toBeGreaterThan(0.19);
  expect(sum / rounds).toBeLessThan(0.31);
});

test("the first inserts are all sampled, and weigh one each", () => {
  const sites = new Sites();
  shares(48, () => 1, sites);
  expect(sites).toMatchObject({ inserts: 48, samples: 48 });
  expect(sites.stacks).toEqual([{ weight: 48, frames: frame(1) }]);
});

test("a million inserts cost some hundred samples, whose weights add up to about all of them", () => {
  const sites = new Sites(xorshift(7));
  shares(1_000_000, () => 1, sites);
  expect(sites.inserts).toBe(1_000_000);
  expect(sites.samples).toBeLessThan(1200);
  expect(sites.stacks[0]!.weight).toBeGreaterThan(600_000);
  expect(sites.stacks[0]!.weight).toBeLessThan(1_400_000);
});

test("stacks come heaviest first, and no more than two hundred are kept", () => {
  const sites = new Sites(() => 0);
  shares(30_000, (n) => (n % 2 === 0 ? 1 : n), sites);
  expect(sites.stacks.length).toBeLessThanOrEqual(200);
  const weights = sites.stacks.map(({ weight }) => weight);
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  expect(sites.stacks[0]!.frames).toEqual(frame(1));
});

test("the random numbers of the program are left alone", () => {
  const random = Math.random;
  let drawn = 0;
  Math.random = () => {
    drawn++;
    return random();
  };
  try {
    shares(10_000, () => 1);
  } finally {
    Math.random = random;
  }
  expect(drawn).toBe(0);
});
