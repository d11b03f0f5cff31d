import "../surroundings.cjs";
import { ready } from "../traffic.cjs";

/** Malloc cannot give back what lies between blocks that stay: 1 of 40 is kept, and all of it remains resident. */
let blocks = Array.from({ length: 60_000 }, () => Buffer.allocUnsafeSlow(4096).fill(1));
const kept = blocks.filter((_, index) => index % 40 === 0);
blocks = [];
globalThis.gc();
setTimeout(() => {
  globalThis.gc();
  setInterval(() => kept.length, 1000);
  ready();
}, 300);
