import { createRequire } from "node:module";

interface Traffic {
  steadily(perSecond: number, work: (serial: number) => void): void;
  text(bytes: number): string;
  ready(): void;
}

interface Paper {
  readonly title: string;
  readonly text: string;
}

const require = createRequire(import.meta.url);
require("../../surroundings.cjs");
const traffic = require("../../traffic.cjs") as Traffic;

const archive: Map<number, Paper> = new Map(); // HOLDER

function file(serial: number, paper: Paper): void {
  archive.set(serial, paper); // INSERT
}

traffic.steadily(200, (serial) => file(serial, { title: `no ${serial}`, text: traffic.text(500) }));
traffic.ready();
