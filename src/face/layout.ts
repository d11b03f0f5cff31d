import { coloured, type Style } from "./colour.ts";
import { cutEnd, textWidth } from "./text-width.ts";

/** A run of text in one style. */
interface Span {
  readonly text: string;
  readonly style: Style | null;
}

/** One line, or a chunk of one, before it is coloured. */
export type Line = readonly Span[];

/** A label and the lines beside it. */
export interface Row {
  readonly label: string;
  readonly lines: readonly Line[];
}

/** Columns taken by the label of a row. */
export const LABEL_WIDTH = 12;

/** Columns between chunks that stand beside each other. */
export const GAP = 3;
/** A number and its unit stay on one line. */
const BREAKS = / (?!(?:[KMGTP]iB|B|ms|s|min|h|d|years|%)(?![\w]))/u;

/** A line of one style. */
export function text(content: string, style: Style | null = null): Line {
  return [{ text: content, style }];
}

/** Columns a line takes. */
export function lineWidth(line: Line): number {
  return line.reduce((width, span) => width + textWidth(span.text), 0);
}

/** A line filled up to `width` with spaces. */
export function padded(line: Line, width: number): Line {
  return line.concat(text(" ".repeat(Math.max(0, width - lineWidth(line)))));
}

/** Breaks a line between words so that no part is wider than `width`; a single word that is wider is cut. */
export function wrap(line: Line, width: number): readonly Line[] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const { text: content, style } of line) {
    for (const [index, word] of content.split(BREAKS).entries()) {
      const spaced = index > 0 && used > 0 ? ` ${word}` : word;
      if (used > 0 && index > 0 && used + textWidth(spaced) > width) {
        lines.push([{ text: cutEnd(word, width), style }]);
        used = Math.min(width, textWidth(word));
      } else {
        const fitting = cutEnd(spaced, Math.max(1, width - used));
        lines.at(-1)?.push({ text: fitting, style });
        used += textWidth(fitting);
      }
    }
  }
  return lines;
}

/** Sets chunks beside each other with a gap, and begins a new line where the next does not fit. */
export function flow(chunks: readonly Line[], width: number): readonly Line[] {
  const lines: Line[] = [];
  for (const chunk of chunks.filter((candidate) => lineWidth(candidate) > 0)) {
    const last = lines.at(-1);
    if (last !== undefined && lineWidth(last) + GAP + lineWidth(chunk) <= width) {
      lines[lines.length - 1] = [...last, ...text(" ".repeat(GAP)), ...chunk];
    } else lines.push(...wrap(chunk, width));
  }
  return lines;
}

/** Chunks of several lines in aligned columns, or null when a line would be wider than `width`. */
export function inColumns(rows: readonly (readonly Line[])[], width: number): readonly Line[] | null {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => lineWidth(row[column] ?? []))),
  );
  const lines = rows.map((row) =>
    row.flatMap((chunk, column) => {
      const last = row.slice(column + 1).every((later) => lineWidth(later) === 0);
      return last ? chunk : padded(chunk, (widths[column] ?? 0) + GAP);
    }),
  );
  return lines.every((line) => lineWidth(line) <= width) ? lines : null;
}

/** Rows with their labels in a column of their own, each label beside its first line. */
export function labelled(rows: readonly Row[]): readonly Line[] {
  return rows.flatMap(({ label, lines }) =>
    lines.map((line, index) => {
      const margin = index === 0 ? ` ${label}`.padEnd(LABEL_WIDTH) : " ".repeat(LABEL_WIDTH);
      return [{ text: margin, style: "label" as const }, ...line];
    }),
  );
}

/** A word that says what follows, and a sentence beside it: ` LEAK  sessions gained …`. */
export function headline(word: string, style: Style, sentence: string, width: number): readonly Line[] {
  const first = text(" ").concat(text(word, style), text("  "));
  const margin = text(" ".repeat(lineWidth(first)));
  return wrap(text(sentence, "strong"), width - lineWidth(first)).map((line, index) =>
    (index === 0 ? first : margin).concat(line),
  );
}

/** The finished text, one `\n` after each line, nothing at line ends. */
export function written(lines: readonly Line[], colour: boolean): string {
  return lines.map((line) => `${writtenLine(line, colour)}\n`).join("");
}

function writtenLine(line: Line, colour: boolean): string {
  const spans = joined(line);
  while (spans.at(-1)?.text.trim() === "") spans.pop();
  return spans
    .map(({ text: content, style }, index) => {
      const kept = index === spans.length - 1 ? content.trimEnd() : content;
      return colour && style !== null && kept.trim() !== "" ? coloured(style, kept) : kept;
    })
    .join("");
}

/** Neighbours of one style made one span: wrapping leaves a span for each word. */
function joined(line: Line): Span[] {
  const spans: Span[] = [];
  for (const span of line) {
    const last = spans.at(-1);
    if (last?.style === span.style)
      spans[spans.length - 1] = { text: last.text + span.text, style: span.style };
    else spans.push(span);
  }
  return spans;
}
