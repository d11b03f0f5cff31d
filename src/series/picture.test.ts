import { inflateSync, deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { memoryPicture } from "./picture.ts";
import { pngOf } from "./png.ts";
import { rasterOf } from "./raster.ts";
import type { Scene } from "./scene.ts";
import { textStrokes } from "./stroke-font.ts";
import { svgOf } from "./svg.ts";

const MIB = 2 ** 20;
const life = (fromMs: number) =>
  Array.from({ length: 50 }, (_, index) => ({ atMs: fromMs + index * 1000, value: (10 + index) * MIB }));
const options = {
  title: "a < b & c",
  width: 400,
  height: 200,
  limit: { bytes: 64 * MIB, name: "heap limit" },
  formatValue: (value: number) => `${value / MIB} MiB`,
  formatTime: (elapsed: number) => `${elapsed / 1000} s`,
};
const picture = (): Scene => memoryPicture([{ name: "heap", lives: [life(0), life(60_000)] }], options);

/** Colour of a pixel of a scene painted at a scale of 1. */
function pixel(scene: Scene, x: number, y: number): string {
  const { width, pixels } = rasterOf(scene, 1);
  return [...pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)]
    .map((value) => value.toString(16).padStart(2, "0"))
    .join("");
}

test("every life is a line of its own, and the limit is drawn across", () => {
  const lines = picture().shapes.filter((shape) => shape.kind === "line");
  expect(lines.filter(({ spots }) => spots.length === 50)).toHaveLength(2);
  expect(lines.some(({ dash, spots }) => dash !== undefined && spots[0]!.y === spots[1]!.y)).toBe(true);
  expect(svgOf(picture())).toContain("heap limit 64 MiB");
});

test("a limit far above is told and does not press the line into the ground", () => {
  const far = memoryPicture([{ name: "heap", lives: [life(0)] }], {
    ...options,
    limit: { bytes: 4096 * MIB, name: "heap limit" },
  });
  expect(svgOf(far)).toContain("heap limit 4096 MiB (above the picture)");
  const line = far.shapes.find((shape) => shape.kind === "line" && shape.spots.length === 50);
  expect(line?.kind === "line" && line.spots.at(-1)!.y).toBeLessThan(100);
});

test("text in an SVG cannot be taken for markup", () => {
  expect(svgOf(picture())).toContain("<title>a &lt; b &amp; c</title>");
});

test("no tooth is lost when there are more points than pixels", () => {
  const points = Array.from({ length: 100_000 }, (_, index) => ({
    atMs: index,
    value: index === 54_321 ? 100 : 1,
  }));
  const scene = memoryPicture([{ name: "heap", lives: [points] }], { ...options, limit: null });
  const line = scene.shapes.find((shape) => shape.kind === "line" && shape.spots.length > 1000);
  expect(line?.kind === "line" && line.spots.length).toBeLessThanOrEqual(2000);
  expect(line?.kind === "line" && Math.min(...line.spots.map(({ y }) => y))).toBeLessThan(100);
});

test("a series of no points, and of one, is still a picture", () => {
  for (const lives of [[], [[]], [[{ atMs: 5, value: 7 }]]]) {
    expect(svgOf(memoryPicture([{ name: "heap", lives }], options))).not.toMatch(/NaN|Infinity/);
  }
});

test("a raster shows lines, areas and text where the scene has them", () => {
  const scene: Scene = {
    width: 40,
    height: 40,
    ground: "#ffffff",
    title: "",
    shapes: [
      {
        kind: "area",
        spots: [
          { x: 0, y: 20 },
          { x: 40, y: 20 },
          { x: 40, y: 40 },
          { x: 0, y: 40 },
        ],
        colour: "#000000",
        opacity: 0.5,
      },
      {
        kind: "line",
        spots: [
          { x: 0, y: 10 },
          { x: 40, y: 10 },
        ],
        colour: "#ff0000",
        width: 2,
      },
    ],
  };
  expect(pixel(scene, 20, 5)).toBe("ffffff");
  expect(pixel(scene, 20, 10)).toBe("ff0000");
  expect(pixel(scene, 20, 30)).toBe("808080");
});

test("a line with dashes is drawn only in part", () => {
  const line = (dash?: number): Scene => ({
    width: 100,
    height: 10,
    ground: "#ffffff",
    title: "",
    shapes: [
      {
        kind: "line",
        spots: [
          { x: 0, y: 5 },
          { x: 100, y: 5 },
        ],
        colour: "#000000",
        width: 2,
        ...(dash ? { dash } : {}),
      },
    ],
  });
  const dark = (scene: Scene) =>
    Array.from({ length: 100 }, (_, x) => pixel(scene, x, 5)).filter((colour) => colour === "000000").length;
  expect(dark(line())).toBe(100);
  expect(dark(line(10))).toBeGreaterThan(40);
  expect(dark(line(10))).toBeLessThan(60);
});

test("a PNG holds the pixels, row by row, and its chunks are in order", () => {
  const raster = rasterOf(picture(), 1);
  const png = pngOf(raster, deflateSync);
  const view = new DataView(png.buffer);
  expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  expect([view.getUint32(16), view.getUint32(20)]).toEqual([400, 200]);
  const length = view.getUint32(33);
  const rows = inflateSync(png.subarray(41, 41 + length));
  expect(rows).toHaveLength(200 * (400 * 3 + 1));
  expect(Buffer.from(rows.subarray(1, 1201)).equals(raster.pixels.subarray(0, 1200))).toBe(true);
  expect(Buffer.from(png.subarray(-8, -4)).toString()).toBe("IEND");
});

test("every letter a picture needs has strokes within its cell", () => {
  for (const letter of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:-–−/%()_#…") {
    const strokes = textStrokes(letter, { x: 0, y: 0 }, 10);
    expect(strokes.length, letter).toBeGreaterThan(0);
    for (const { x, y } of strokes.flat()) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(5);
      expect(Math.abs(y)).toBeLessThanOrEqual(8);
    }
  }
});
