import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

class Tracker {
  static marks = new WeakMap(); // HOLDER
}
const tracker = new Tracker();
Tracker.marks.set(tracker, new Map());

function mark(serial) {
  Tracker.marks.get(tracker).set(`m${serial}`, record(serial, 300)); // INSERT
}

steadily(40, mark);
ready();
