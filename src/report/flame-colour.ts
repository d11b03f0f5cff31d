import type { FlameFrame } from "./flame-tree.ts";

/** Warm colours by package, so that what belongs together looks alike; for a difference red or green by how much. */
export function flameColour({ name, value, weight }: FlameFrame, signed: boolean): string {
  if (signed) {
    const part = weight === 0 ? 0 : value / weight;
    const lightness = Math.round(92 - 30 * Math.abs(part));
    return `hsl(${part < 0 ? 140 : 5} ${Math.round((part < 0 ? 55 : 75) * Math.abs(part))}% ${lightness}%)`;
  }
  let hash = 0;
  for (const character of packageOf(name)) hash = Math.imul(hash, 31) + character.codePointAt(0)!;
  const spread = hash >>> 0;
  return `hsl(${10 + (spread % 45)} ${65 + ((spread >>> 8) % 20)}% ${68 + ((spread >>> 16) % 10)}%)`;
}

/** The part of a name before the function: `net/http` of `net/http.(*conn).serve`, `std` of `std::sort`. */
function packageOf(name: string): string {
  const slash = name.lastIndexOf("/") + 1;
  const end = name.slice(slash).search(/[.:(]/u);
  return end < 0 ? name : name.slice(0, slash + end);
}
