import { createRequire } from "node:module";
import { enter, type Score } from "./board.ts";

interface Traffic {
  steadily(perSecond: number, work: (serial: number) => void): void;
  text(bytes: number): string;
  ready(): void;
}

const require = createRequire(import.meta.url);
require("../../../surroundings.cjs");
const traffic = require("../../../traffic.cjs") as Traffic;

traffic.steadily(200, (serial) => {
  const score: Score = { player: `p-${serial}`, points: serial, note: traffic.text(500) };
  enter(score);
});
traffic.ready();
