import type { Scene, Shape, Spot } from "./scene.ts";
import { textStrokes, textWidth } from "./stroke-font.ts";

/** Pixels of a picture, three bytes each (red, green, blue), row by row from the top. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Rows per pixel that an area is sampled at: its slanted edges are smooth, and need not be perfect. */
const SUBROWS = 4;
const TEXT_STROKE = 0.09;

/** Paints a scene, `scale` pixels to each of its own, with smooth edges. */
export function rasterOf(scene: Scene, scale: number): Raster {
  const canvas = new Canvas(Math.round(scene.width * scale), Math.round(scene.height * scale), scene.ground);
  for (const shape of scene.shapes) paint(canvas, shape, scale);
  return canvas;
}

function paint(canvas: Canvas, shape: Shape, scale: number): void {
  switch (shape.kind) {
    case "line":
      for (const run of dashed(scaled(shape.spots, scale), (shape.dash ?? 0) * scale)) {
        canvas.stroke(run, shape.width * scale, shape.colour);
      }
      return;
    case "area":
      canvas.fill(scaled(shape.spots, scale), shape.colour, shape.opacity);
      return;
    case "text": {
      const shift = { start: 0, middle: 0.5, end: 1 }[shape.anchor] * textWidth(shape.text, shape.size);
      const strokes = textStrokes(shape.text, { x: shape.at.x - shift, y: shape.at.y }, shape.size);
      for (const stroke of strokes) {
        canvas.stroke(scaled(stroke, scale), Math.max(1, TEXT_STROKE * shape.size * scale), shape.colour);
      }
    }
  }
}

function scaled(spots: readonly Spot[], scale: number): readonly Spot[] {
  return spots.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
}

/** The drawn pieces of a dashed line; the line itself when it has no dashes. */
function dashed(spots: readonly Spot[], dash: number): readonly (readonly Spot[])[] {
  if (dash <= 0) return [spots];
  const pieces: Spot[][] = [];
  let walked = 0;
  for (const [from, to] of segments(spots)) {
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    for (let start = -(walked % (2 * dash)); start < length; start += 2 * dash) {
      const at = (along: number): Spot => {
        const share = length > 0 ? Math.min(length, Math.max(0, along)) / length : 0;
        return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
      };
      if (start + dash > 0) pieces.push([at(start), at(start + dash)]);
    }
    walked += length;
  }
  return pieces;
}

function segments(spots: readonly Spot[]): readonly (readonly [Spot, Spot])[] {
  const [first] = spots;
  if (spots.length === 1 && first !== undefined) return [[first, first]];
  return spots.slice(1).map((to, index) => [spots[index]!, to]);
}

class Canvas implements Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;

  constructor(width: number, height: number, ground: string) {
    this.width = width;
    this.height = height;
    const colour = channels(ground);
    this.pixels = new Uint8Array(width * height * 3);
    for (let index = 0; index < this.pixels.length; index++) this.pixels[index] = colour[index % 3] ?? 0;
  }

  /** Draws a line of round pieces; where they overlap it is not drawn twice. */
  stroke(spots: readonly Spot[], width: number, colour: string): void {
    const cover = new Map<number, number>();
    for (const [from, to] of segments(spots)) this.#cover(cover, from, to, width / 2);
    const ink = channels(colour);
    for (const [pixel, share] of cover) this.#blend(pixel, ink, share);
  }

  /** Fills a polygon by the even-odd rule. */
  fill(spots: readonly Spot[], colour: string, opacity: number): void {
    const ink = channels(colour);
    const [first] = spots;
    if (first === undefined) return;
    const edges = segments([...spots, first]);
    for (let row = 0; row < this.height; row++) {
      const cover = new Float64Array(this.width);
      for (let sub = 0; sub < SUBROWS; sub++) {
        const y = row + (sub + 0.5) / SUBROWS;
        const crossings = edges
          .filter(([from, to]) => from.y <= y !== to.y <= y)
          .map(([from, to]) => from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x))
          .toSorted((a, b) => a - b);
        for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
          addSpan(cover, crossings[pair] ?? 0, crossings[pair + 1] ?? 0);
        }
      }
      for (const [column, share] of cover.entries()) {
        if (share > 0) this.#blend(row * this.width + column, ink, (share / SUBROWS) * opacity);
      }
    }
  }

  #cover(cover: Map<number, number>, from: Spot, to: Spot, reach: number): void {
    const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach - 1));
    const right = Math.min(this.width - 1, Math.ceil(Math.max(from.x, to.x) + reach + 1));
    const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach - 1));
    const bottom = Math.min(this.height - 1, Math.ceil(Math.max(from.y, to.y) + reach + 1));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const share = Math.min(1, reach + 0.5 - distance({ x: x + 0.5, y: y + 0.5 }, from, to));
        const pixel = y * this.width + x;
        if (share > (cover.get(pixel) ?? 0)) cover.set(pixel, share);
      }
    }
  }

  #blend(pixel: number, ink: readonly number[], share: number): void {
    for (let channel = 0; channel < 3; channel++) {
      const index = pixel * 3 + channel;
      const before = this.pixels[index] ?? 0;
      this.pixels[index] = Math.round(before + ((ink[channel] ?? 0) - before) * share);
    }
  }
}

/** Adds the part of each pixel that a span covers. */
function addSpan(cover: Float64Array, from: number, to: number): void {
  const last = Math.min(cover.length - 1, Math.floor(to));
  for (let column = Math.max(0, Math.floor(from)); column <= last; column++) {
    cover[column] = (cover[column] ?? 0) + Math.max(0, Math.min(to, column + 1) - Math.max(from, column));
  }
}

function distance(spot: Spot, from: Spot, to: Spot): number {
  const length = (to.x - from.x) ** 2 + (to.y - from.y) ** 2;
  const along =
    length > 0 ? ((spot.x - from.x) * (to.x - from.x) + (spot.y - from.y) * (to.y - from.y)) / length : 0;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(spot.x - from.x - share * (to.x - from.x), spot.y - from.y - share * (to.y - from.y));
}

function channels(colour: string): readonly number[] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
