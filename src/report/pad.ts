/** Characters of a text as Go counts them: code points, not UTF-16 units. */
export function characterCount(text: string): number {
  let count = text.length;
  for (let i = 0; i + 1 < text.length; i++) {
    const isPair = (text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
    if (isPair) count--;
  }
  return count;
}

/** A text with spaces before it up to a width, as Go's `%10s`. */
export function padLeft(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - characterCount(text))) + text;
}
