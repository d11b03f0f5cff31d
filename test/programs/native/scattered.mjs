import "../surroundings.cjs";
import { ready } from "../traffic.cjs";

/** Malloc cannot give back what lies between blocks that stay: 1 of 40 is kept, and all of it remains resident. */
const kept = [];
function scatter() {
  for (let block = 0; block < 60_000; block++) {
    const buffer = Buffer.allocUnsafeSlow(4096).fill(1);
    if (block % 40 === 0) kept.push(buffer);
  }
}

scatter();
globalThis.gc();
setTimeout(() => {
  globalThis.gc();
  setInterval(() => kept.length, 1000);
  ready();
}, 300);
