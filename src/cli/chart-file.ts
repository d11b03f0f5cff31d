import { accessSync, constants, existsSync, writeFileSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { deflateSync } from "node:zlib";
import { bytes, counted, duration } from "#face";
import { memoryPicture, pngOf, rasterOf, svgOf, type PictureSeries, type Scene } from "#series";
import type { Finding, MemoryLimit, MemoryPoint } from "#verdict";
import { UsageError } from "./usage-error.ts";

const WIDTH = 900;
const HEIGHT = 360;
/** Pixels of a PNG to each of the picture: sharp on today's screens. */
const PNG_SCALE = 2;

/** The path given to `--chart`, after checking that a picture can be written there: a window is long to wait for a typo. */
export function chartFile(path: string): string {
  if (![".svg", ".png"].includes(extname(path).toLowerCase()))
    throw new UsageError(`--chart ${path} has no known ending: name a file that ends in .svg or .png`);
  const probe = existsSync(path) ? path : dirname(resolve(path));
  try {
    accessSync(probe, constants.W_OK);
  } catch {
    throw new UsageError(
      `--chart ${path} cannot be written: name a file in a folder that exists and is yours`,
    );
  }
  return path;
}

/** Draws the memory of a finding into a file, in the format its ending names. */
export function writeChart(path: string, finding: Finding): void {
  const scene = pictureOf(finding);
  const isSvg = extname(path).toLowerCase() === ".svg";
  writeFileSync(path, isSvg ? svgOf(scene) : pngOf(rasterOf(scene, PNG_SCALE), deflateSync));
}

function pictureOf(finding: Finding): Scene {
  const { memory, target, leaks } = finding;
  const limit = nearest(memory.limits);
  const leak = leaks[0]?.holder?.path;
  return memoryPicture(seriesOf(livesIn(finding)), {
    title: `${target.name}, ${spanOf(finding)}${leak === undefined ? "" : `: ${leak} grows`}`,
    width: WIDTH,
    height: HEIGHT,
    limit: limit === null ? null : { bytes: limit.bytes, name: limit.kind },
    formatValue: bytes,
    formatTime: (elapsedMs) => (elapsedMs === 0 ? "0" : duration(elapsedMs / 1000)),
  });
}

/** The points of every life of the process that is known, on one clock. */
function livesIn({ memory, recording }: Finding): readonly (readonly MemoryPoint[])[] {
  if (recording === undefined) return [memory.points];
  return recording.lives.map(({ startedAt, points }) =>
    points.map(({ ...point }) => Object.assign(point, { atMs: Date.parse(startedAt) + point.atMs })),
  );
}

function spanOf({ window, recording }: Finding): string {
  if (recording === undefined) return duration(Math.round(window.seconds));
  return counted(recording.lives.length, "life", "lives");
}

function seriesOf(lives: readonly (readonly MemoryPoint[])[]): readonly PictureSeries[] {
  const line = (name: string, valueOf: (point: MemoryPoint) => number): PictureSeries => ({
    name,
    lives: lives.map((points) => points.map((point) => ({ atMs: point.atMs, value: valueOf(point) }))),
  });
  return [
    line("RSS", ({ rss }) => rss),
    line("heap and buffers", ({ heapUsed, external }) => heapUsed + external),
  ];
}

/** The limit that is fullest. */
function nearest(limits: readonly MemoryLimit[]): MemoryLimit | null {
  const fullness = ({ usedBytes, bytes: size }: MemoryLimit): number => usedBytes / size;
  return limits.toSorted((a, b) => fullness(b) - fullness(a))[0] ?? null;
}
