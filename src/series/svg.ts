import type { Scene, Shape, Spot } from "./scene.ts";

/** A scene as a self-contained SVG file. */
export function svgOf({ width, height, ground, title, shapes }: Scene): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${ground}"/>`,
    ...shapes.map(element),
    "</svg>",
    "",
  ].join("\n");
}

function element(shape: Shape): string {
  switch (shape.kind) {
    case "line": {
      const dash = shape.dash === undefined ? "" : ` stroke-dasharray="${shape.dash}"`;
      return `<polyline points="${list(shape.spots)}" fill="none" stroke="${shape.colour}" stroke-width="${shape.width}" stroke-linejoin="round"${dash}/>`;
    }
    case "area":
      return `<polygon points="${list(shape.spots)}" fill="${shape.colour}" fill-opacity="${shape.opacity}"/>`;
    case "text": {
      const { at, size, colour, anchor } = shape;
      return `<text x="${short(at.x)}" y="${short(at.y)}" font-size="${size}" fill="${colour}" text-anchor="${anchor}">${escaped(shape.text)}</text>`;
    }
  }
}

function list(spots: readonly Spot[]): string {
  return spots.map(({ x, y }) => `${short(x)},${short(y)}`).join(" ");
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
