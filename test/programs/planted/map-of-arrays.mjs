import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const levels = ["debug", "info", "error"];
const linesByLevel = new Map(levels.map((level) => [level, []])); // HOLDER

function write(level, line) {
  const lines = linesByLevel.get(level);
  lines.push(line); // INSERT
  if (level !== "error" && lines.length > 50) lines.splice(0, lines.length);
}

steadily(300, (serial) => write(serial % 2 === 0 ? "error" : "info", record(serial, 500)));
ready();
