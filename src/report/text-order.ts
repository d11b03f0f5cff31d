/**
 * The order of two texts by their UTF-8 bytes, as Go sorts; JavaScript's own order differs where surrogate pairs meet
 * characters from U+E000 on. Negative, 0 or positive.
 */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return codeRank(left) - codeRank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for the highest characters of all. */
function codeRank(code: number): number {
  return code >= 0xd800 && code <= 0xdfff ? code + 0x10000 : code;
}
