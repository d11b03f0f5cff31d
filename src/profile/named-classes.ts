import { complement, setOf, type CodePointSet } from "./code-point-set.ts";

const LOWER = [0x61, 0x7a];
const UPPER = [0x41, 0x5a];
const DIGIT = [0x30, 0x39];
const ALPHA = [...LOWER, ...UPPER];

/** `\d`, `\s` and `\w`: ASCII only, and `\s` is without the vertical tab. */
export const PERL_CLASSES: ReadonlyMap<string, CodePointSet> = new Map([
  ["d", setOf(DIGIT)],
  ["s", setOf([0x09, 0x0a, 0x0c, 0x0d, 0x20, 0x20])],
  ["w", setOf([...ALPHA, ...DIGIT, 0x5f, 0x5f])],
]);

/** The names of `[[:name:]]`: ASCII only. */
export const POSIX_CLASSES: ReadonlyMap<string, CodePointSet> = new Map([
  ["alnum", setOf([...ALPHA, ...DIGIT])],
  ["alpha", setOf(ALPHA)],
  ["ascii", setOf([0x00, 0x7f])],
  ["blank", setOf([0x09, 0x09, 0x20, 0x20])],
  ["cntrl", setOf([0x00, 0x1f, 0x7f, 0x7f])],
  ["digit", setOf(DIGIT)],
  ["graph", setOf([0x21, 0x7e])],
  ["lower", setOf(LOWER)],
  ["print", setOf([0x20, 0x7e])],
  ["punct", setOf([0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e])],
  ["space", setOf([0x09, 0x0d, 0x20, 0x20])],
  ["upper", setOf(UPPER)],
  ["word", setOf([...ALPHA, ...DIGIT, 0x5f, 0x5f])],
  ["xdigit", setOf([...DIGIT, 0x41, 0x46, 0x61, 0x66])],
]);

/** General categories as RE2 names them: no long names, no `Cn` and no `LC`. */
const CATEGORY = /^(?:C[cfos]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)$/;

/** Full names of scripts that are as short as the four-letter codes, which RE2 does not know. */
const SHORT_SCRIPTS: ReadonlySet<string> = new Set(
  "Ahom Cham Han Lao Lisu Modi Mro Nko Thai Toto Vai Yi".split(" "),
);

const found = new Map<string, CodePointSet | null>();

/** The code points of `\p{name}`, a general category, a script or `Any`; null for a name RE2 does not know. */
export function unicodeClass(name: string): CodePointSet | null {
  const known = found.get(name);
  if (known !== undefined) return known;
  const set = findUnicodeClass(name);
  if (set !== null) found.set(name, set);
  return set;
}

function findUnicodeClass(name: string): CodePointSet | null {
  if (name === "Any") return complement([]);
  // Go counts neither unassigned code points nor, by JavaScript's `C`, anything else as C but these four.
  if (name === "C") return pointsOf("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}]");
  if (CATEGORY.test(name)) return pointsOf(`\\p{gc=${name}}`);
  if (!/^[A-Z][A-Za-z_]+$/.test(name) || (name.length <= 4 && !SHORT_SCRIPTS.has(name))) return null;
  try {
    return pointsOf(`\\p{Script=${name}}`);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Tries every code point: about 30 ms, once for each name that is used. */
function pointsOf(expression: string): CodePointSet {
  const matcher = new RegExp(`^${expression}$`, "u");
  const ranges: number[] = [];
  for (let point = 0; point <= 0x10ffff; point++) {
    if (!matcher.test(String.fromCodePoint(point))) continue;
    if (ranges.at(-1) === point - 1) ranges[ranges.length - 1] = point;
    else ranges.push(point, point);
  }
  return ranges;
}
