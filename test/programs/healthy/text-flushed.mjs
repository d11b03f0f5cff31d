/** Texts that are appended to and begun anew: by a timer within the window, by size, and by a timer that comes seldom. */
import "../surroundings.cjs";
import { ready, serve, text } from "../traffic.cjs";

let log = "";
const report = { lines: "", sent: 0 };
let daily = "";

function write(line) {
  log += line;
  report.lines += line;
  daily += line;
  if (report.lines.length > 50_000) {
    report.lines = "";
    report.sent++;
  }
}

setInterval(() => (log = ""), 1500);
setInterval(() => (daily = ""), 90_000);

serve((request, response) => {
  write(`${request.url} ${text(200)}\n`);
  response.end(`${log.length} ${daily.length}`);
}, 100);
ready();
