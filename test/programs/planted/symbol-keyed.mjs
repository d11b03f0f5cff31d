import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const kSpans = Symbol("spans");

class Tracer {
  constructor() {
    this[kSpans] = new Map(); // HOLDER
  }

  start(span) {
    this[kSpans].set(span.id, span); // INSERT
  }
}

const tracer = new Tracer(); // OWNER
steadily(200, (serial) => tracer.start(record(serial, 500)));
ready();
