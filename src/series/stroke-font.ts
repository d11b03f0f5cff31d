import type { Spot } from "./scene.ts";

/**
 * Letters as strokes on a grid of 5 columns, 0 to 4, and 9 rows: capitals from row 0 to the baseline at row 6, small
 * letters from row 2, descenders to row 8. Each pair of digits is a column and a row; `|` lifts the pen.
 */
const strokes: Readonly<Record<string, string>> = {
  "0": "10 30 41 45 36 16 05 01 10|14 32",
  "1": "11 20 26|16 36",
  "2": "01 10 30 41 42 06 46",
  "3": "00 40 22 32 43 45 36 16 05",
  "4": "36 30 04 44",
  "5": "40 00 02 32 43 45 36 16 05",
  "6": "30 10 01 05 16 36 45 43 32 02",
  "7": "00 40 16",
  "8": "12 01 10 30 41 32 12 03 05 16 36 45 43 32",
  "9": "16 36 45 41 30 10 01 02 13 43",
  A: "06 20 46|14 34",
  B: "03 33 42 41 30 00 06 36 45 44 33",
  C: "41 30 10 01 05 16 36 45",
  D: "00 20 42 44 26 06 00",
  E: "40 00 06 46|03 33",
  F: "40 00 06|03 33",
  G: "41 30 10 01 05 16 36 45 43 23",
  H: "00 06|40 46|03 43",
  I: "10 30|20 26|16 36",
  J: "40 45 36 16 05",
  K: "00 06|40 03 46",
  L: "00 06 46",
  M: "06 00 23 40 46",
  N: "06 00 46 40",
  O: "10 30 41 45 36 16 05 01 10",
  P: "06 00 30 41 42 33 03",
  Q: "10 30 41 45 36 16 05 01 10|34 46",
  R: "06 00 30 41 42 33 03|23 46",
  S: "41 30 10 01 02 13 33 44 45 36 16 05",
  T: "00 40|20 26",
  U: "00 05 16 36 45 40",
  V: "00 26 40",
  W: "00 16 22 36 40",
  X: "00 46|40 06",
  Y: "00 23 40|23 26",
  Z: "00 40 06 46",
  a: "12 32 43 46|44 14 05 16 36 45",
  b: "00 06|03 12 32 43 45 36 16 05",
  c: "43 32 12 03 05 16 36 45",
  d: "40 46|43 32 12 03 05 16 36 45",
  e: "04 44 43 32 12 03 05 16 36 45",
  f: "40 30 21 26|12 42",
  g: "42 47 38 18|43 32 12 03 05 16 36 45",
  h: "00 06|03 12 32 43 46",
  i: "12 22 26|16 36|20 20",
  j: "22 32 37 28 18|30 30",
  k: "00 06|42 04|14 46",
  l: "10 20 26|16 36",
  m: "06 02|03 12 23 26|23 32 43 46",
  n: "06 02|03 12 32 43 46",
  o: "12 32 43 45 36 16 05 03 12",
  p: "02 08|03 12 32 43 45 36 16 05",
  q: "42 48|43 32 12 03 05 16 36 45",
  r: "02 06|04 22 32 43",
  s: "43 32 12 03 14 34 45 36 16 05",
  t: "10 15 26 36|02 32",
  u: "02 05 16 36 45|42 46",
  v: "02 26 42",
  w: "02 16 23 36 42",
  x: "02 46|42 06",
  y: "02 26|42 18",
  z: "02 42 06 46",
  ".": "26 26",
  ",": "26 17",
  ":": "23 23|26 26",
  ";": "23 23|26 17",
  "-": "13 33",
  "–": "03 43",
  "+": "03 43|21 25",
  "=": "02 42|04 44",
  "/": "40 06",
  "%": "40 06|11 11|35 35",
  "(": "30 21 25 36",
  ")": "10 21 25 16",
  "[": "30 10 16 36",
  "]": "10 30 36 16",
  "<": "41 03 45",
  ">": "01 43 05",
  "#": "10 06|40 36|02 42|04 44",
  "@": "34 14 12 32 34 44 41 30 10 01 05 16 36",
  _: "06 46",
  "…": "06 06|26 26|46 46",
  "·": "23 23",
  "~": "04 13 33 42",
  "'": "20 21",
  '"': "10 11|30 31",
  "*": "13 33|22 24",
  "?": "01 10 30 41 23 24|26 26",
  "!": "20 24|26 26",
  "−": "03 43",
  " ": "",
  "\u202F": "",
};

const UNKNOWN = "00 40 46 06 00";
const ROWS = 6;
/** Width of a letter with its space, in columns. */
const ADVANCE = 6;
/** Capitals are this share of the size of a font high. */
const CAPITAL = 0.7;

/** How wide a text is, in pixels. */
export function textWidth(text: string, size: number): number {
  return Math.max(0, Array.from(text).length * ADVANCE - 2) * columnOf(size);
}

/** The strokes of a text whose baseline starts at a spot. */
export function textStrokes(text: string, at: Spot, size: number): readonly (readonly Spot[])[] {
  const unit = columnOf(size);
  return Array.from(text).flatMap((letter, index) =>
    (strokes[letter] ?? UNKNOWN)
      .split("|")
      .filter(Boolean)
      .map((stroke) =>
        stroke.split(" ").map((pair) => ({
          x: at.x + (index * ADVANCE + Number(pair[0])) * unit,
          y: at.y + ((Number(pair[1]) - ROWS) * CAPITAL * size) / ROWS,
        })),
      ),
  );
}

function columnOf(size: number): number {
  return (0.6 * size) / ADVANCE;
}
