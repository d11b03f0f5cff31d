/** Longer than one turn of a busy event loop, shorter than any wait that is timed by this. */
const SLICE_MS = 250;

/**
 * Calls back after so many milliseconds in which this process ran: time for which it was stopped (Ctrl-Z, a laptop
 * that sleeps) is not held against whoever should have answered meanwhile. What has arrived is read before the call.
 * Returns the function that stops it.
 */
export function wakingTimeout(callback: () => void, ms: number): () => void {
  let left = ms;
  let turn: NodeJS.Immediate | undefined;
  let timer = setTimeout(slice, Math.min(left, SLICE_MS));
  function slice(): void {
    left -= SLICE_MS;
    if (left > 0) timer = setTimeout(slice, Math.min(left, SLICE_MS));
    else turn = setImmediate(() => (turn = setImmediate(callback)));
  }
  return () => {
    clearTimeout(timer);
    clearImmediate(turn);
  };
}
