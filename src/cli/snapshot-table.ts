import { cutEnd, cutMiddle, textWidth } from "#face";

/**
 * A table whose last column is text as wide as there is room for, and whose others are figures set to the right. A cell
 * beyond the head stands on a line of its own below the last column. Empty when there are no rows.
 */
export function snapshotTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  if (rows.length === 0) return "";
  const figures = head.slice(0, -1);
  const widths = figures.map((cell, column) =>
    Math.max(textWidth(cell), ...rows.map((row) => textWidth(row[column] ?? ""))),
  );
  const line = (cells: readonly string[]): string => {
    const start = figures.map((_, column) => {
      const cell = cells[column] ?? "";
      return `${" ".repeat(Math.max(0, widths[column]! - textWidth(cell)))}${cell}  `;
    });
    const before = ` ${start.join("")}`;
    const room = Math.max(16, width - textWidth(before));
    const below = cells
      .slice(head.length)
      .map((cell) => `\n${" ".repeat(textWidth(before))}${cutEnd(cell, room)}`);
    return `${before}${cutMiddle(cells[figures.length] ?? "", room)}`.trimEnd() + below.join("");
  };
  return `${[head, ...rows].map(line).join("\n")}\n`;
}
