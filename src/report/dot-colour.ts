const SHIFT = 0.7;
const BACKGROUND = { saturation: 0.1, value: 0.93 };
const FOREGROUND = { saturation: 1, value: 0.7 };

/**
 * The colour of a share from -1 to 1, `#rrggbb`: red for what costs, green for what saves, grey near 0; by google/pprof
 * internal/graph/dotgraph.go. What is no number (0 of 0) is black but for its red and blue.
 */
export function shareColour(share: number, isBackground: boolean): string {
  const { saturation: full, value } = isBackground ? BACKGROUND : FOREGROUND;
  const bounded = Math.max(-1, Math.min(1, share));
  const faint = Math.abs(bounded) < 0.2;
  const saturation = faint ? full * (Math.abs(bounded) / 0.2) : full;
  const score = Math.abs(bounded) ** (1 - SHIFT) * (bounded < 0 ? -1 : 1);
  const blue = value * (1 - saturation);
  const [red, green] =
    score < 0 ? [value * (1 + saturation * score), value] : [value, value * (1 - saturation * score)];
  return `#${[red, green, blue].map(byte).join("")}`;
}

function byte(part: number): string {
  return (Math.trunc(part * 255) & 0xff).toString(16).padStart(2, "0");
}
