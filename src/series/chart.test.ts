import { describe, expect, test } from "vitest";
import { byteTicks, timeTicks } from "./axis.ts";
import { drawChart, type ChartOptions, type ChartPanel } from "./chart.ts";

const MIB = 2 ** 20;
const options: ChartOptions = {
  width: 80,
  height: 6,
  formatValue: (value) => (value === 0 ? "0" : `${value / MIB} MiB`),
  formatTime: (elapsedMs) => `${elapsedMs / 1000} s`,
};

const lives = [0, 1, 2].map((life) =>
  Array.from({ length: 20 }, (_, index) => ({
    atMs: life * 10_000 + index * 500,
    value: (20 + index * 5) * MIB,
  })),
);
const flat = [Array.from({ length: 60 }, (_, index) => ({ atMs: index * 500, value: 22 * MIB }))];
const before: ChartPanel = { title: "never deletes", series: [{ name: "leaking", lives }] };
const after: ChartPanel = { title: "deletes on close", series: [{ name: "fixed", lives: flat }] };

function bracket(text: string): string {
  return `<${text}>`;
}

describe("chart", () => {
  test("a sawtooth stands beside a flat line on the same scale", () => {
    expect(`\n${drawChart([before, after], { ...options, limit: 128 * MIB }).join("\n")}\n`)
      .toMatchInlineSnapshot(`
      "
              never deletes                        deletes on close
      128 MiB ┤╌╌╌╌╌╌╌╌╌╌⣠╌╌╌╌╌╌╌╌╌╌⣠╌╌╌╌╌╌╌╌╌╌⡠   │╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
       96 MiB ┤       ⢀⡠⠊⢸       ⢀⡠⠊⢸       ⢀⡠⠊    │
       64 MiB ┤     ⡠⠔⠁  ⠸⡀    ⡠⠔⠁  ⠸⡀    ⡠⠔⠁      │
              │   ⡠⠊      ⡇  ⡠⠊      ⡇  ⡠⠊         │
       32 MiB ┤⣀⠔⠉        ⣇⠔⠉        ⣇⠔⠉           │⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
              │                                    │
            0 ┼───────────▲──────────▲──────────   ┼─────────────────────────────────
               0 s        10 s       20 s           0 s        10 s       20 s
               ▲ restarted
      "
    `);
  });

  test("two lines over each other are told apart by dashes", () => {
    const both = { title: "both", series: [...before.series, ...after.series] };
    expect(`\n${drawChart([both], { ...options, width: 60 }).join("\n")}\n`).toMatchInlineSnapshot(`
      "
              both
      128 MiB ┤               ⢀⣠               ⢀⣠               ⢀⡠
       96 MiB ┤            ⣀⠔⠊⠁⢸            ⣀⠤⠊⠁⢸            ⣀⠤⠒⠁
       64 MiB ┤       ⢀⡠⠤⠔⠉    ⠸⡀       ⡠⠤⠔⠉    ⠸⡀       ⣀⠤⠔⠊
              │    ⢀⠤⠒⠁         ⡇   ⢀⡠⠒⠉         ⡇   ⢀⡠⠒⠉
       32 MiB ┤⣀⡠⣀⠊⣀ ⣀ ⣀ ⣀ ⣀ ⣀ ⣀⣇⣀⠔⣀⠁⣀ ⣀ ⣀ ⣀ ⣀ ⣀ ⣀⣀⣀⠊⣀ ⣀ ⣀ ⣀ ⣀ ⣀ ⣀
              │
            0 ┼─────────────────▲────────────────▲────────────────
               0 s     5 s      10 s    15 s     20 s     25 s
               ⠒⠒ leaking   ⠂⠐ fixed   ▲ restarted
      "
    `);
  });

  test("panels that do not fit side by side stand below each other", () => {
    const titles = drawChart([before, after], { ...options, width: 50 }).filter((row) =>
      row.includes("delete"),
    );
    expect(titles.map((row) => row.trim())).toEqual(["never deletes", "deletes on close"]);
  });

  test.each([40, 60, 80, 120, 200])("no row is wider than %i", (width) => {
    for (const row of drawChart([before, after], { ...options, width })) {
      expect(row.length).toBeLessThanOrEqual(width);
    }
  });

  test("colour goes around the line and nowhere else", () => {
    const panel = { title: "x", series: [{ name: "y", lives: flat, paint: bracket }] };
    const plain = drawChart([{ title: "x", series: [{ name: "y", lives: flat }] }], options);
    const painted = drawChart([panel], options);
    expect(painted.join("\n")).toMatch(/<[\u2800-\u28FF]>/u);
    expect(painted.map((row) => row.replaceAll(/[<>]/gu, ""))).toEqual(plain);
  });

  test("no points make no chart, and one point makes one", () => {
    expect(drawChart([{ title: "", series: [] }], options)).toEqual([]);
    const one = { title: "one", series: [{ name: "x", lives: [[{ atMs: 5, value: MIB }]] }] };
    expect(drawChart([one], options).join("")).toMatch(/[\u2801-\u28FF]/u);
  });
});

describe("axis", () => {
  test("byte ticks are multiples of a power of two that cover the highest value", () => {
    expect(byteTicks(100 * MIB, 4).map((tick) => tick / MIB)).toEqual([0, 32, 64, 96, 128]);
    expect(byteTicks(129 * MIB, 4).map((tick) => tick / MIB)).toEqual([0, 64, 128, 192]);
    expect(byteTicks(0, 4)).toEqual([0, 1]);
  });

  test("time ticks are round and stay within the span", () => {
    expect(timeTicks(500, 60_500, 4)).toEqual([0, 15_000, 30_000, 45_000, 60_000]);
    expect(timeTicks(0, 200_000, 4)).toEqual([0, 60_000, 120_000, 180_000]);
    expect(timeTicks(7, 7, 4)).toEqual([0]);
  });
});
