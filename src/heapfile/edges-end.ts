import { readSync } from "node:fs";

const QUOTE = 34;
const CLOSE = 93;
const PROBE_BYTES = 4096;
const BLOCK_BYTES = 2 ** 20;
/** What V8 writes after the edges. */
const NEXT_MEMBER = Buffer.from('"trace_function_infos"');
/** How much may stand between the edges and the strings before this gives up. */
const FARTHEST = 2 ** 28;

/**
 * Offset of the bracket that ends the edges of a snapshot file, found with a few dozen small reads; null when it is
 * not where V8 puts it. All of the file is digits up to there, but for its head and the name of the edges.
 */
export function findEdgesEnd(file: number, size: number): number | null {
  const boundary = firstQuotes(file, size);
  return boundary === null ? null : nextMember(file, Math.min(size, boundary + PROBE_BYTES));
}

/** Where, after digits, a block with quotes begins: at the end of the edges or of a later array of numbers. */
function firstQuotes(file: number, size: number): number | null {
  const probe = Buffer.alloc(PROBE_BYTES);
  let low = PROBE_BYTES;
  let high = size;
  while (high - low > PROBE_BYTES) {
    const middle = Math.floor((low + high) / 2);
    const bytes = probe.subarray(0, readSync(file, probe, 0, PROBE_BYTES, middle));
    if (bytes.includes(QUOTE) && !bytes.includes('"edges"')) high = middle;
    else low = middle;
  }
  return high < size ? high : null;
}

/** Looks backward for the member after the edges, and for the bracket before it. */
function nextMember(file: number, from: number): number | null {
  const block = Buffer.alloc(BLOCK_BYTES + NEXT_MEMBER.length);
  for (let end = from; end > 0 && from - end < FARTHEST; end -= BLOCK_BYTES) {
    const start = Math.max(0, end - BLOCK_BYTES);
    const length = readSync(file, block, 0, end - start + NEXT_MEMBER.length, start);
    const found = block.subarray(0, length).lastIndexOf(NEXT_MEMBER);
    if (found === -1) continue;
    const bracket = block.subarray(0, found).lastIndexOf(CLOSE);
    return bracket === -1 ? null : start + bracket;
  }
  return null;
}
