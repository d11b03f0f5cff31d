import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const log = { current: [], previous: [] };
const max = 300;

function write(line) {
  if (log.current.length >= max) {
    log.previous = log.current;
    log.current = [];
  }
  log.current.push(line);
}

steadily(200, (serial) => write(record(serial, 500)));
ready();
