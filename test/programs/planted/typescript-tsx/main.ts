import { createRequire } from "node:module";
import { Desk } from "./desk.ts";

interface Traffic {
  steadily(perSecond: number, work: (serial: number) => void): void;
  text(bytes: number): string;
  ready(): void;
}

const require = createRequire(import.meta.url);
require("../../surroundings.cjs");
const traffic = require("../../traffic.cjs") as Traffic;

const desk = new Desk("Ada");
traffic.steadily(200, (serial) => {
  desk.note({ room: serial, text: traffic.text(500) });
});
traffic.ready();
