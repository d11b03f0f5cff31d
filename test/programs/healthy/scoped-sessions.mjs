import { EventEmitter } from "node:events";
import { BoundedMap, ScopedMap } from "sawtooth/bounded";
import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const sessions = new ScopedMap();
const requests = new ScopedMap();
const recent = new BoundedMap({ max: 200, policy: "sieve" });

steadily(80, (serial) => {
  const socket = new EventEmitter();
  sessions.set(serial, record(serial), socket);
  setTimeout(() => socket.emit("close"), 200 + (serial % 10) * 50);
  const controller = new AbortController();
  requests.set(serial, record(serial), controller.signal);
  setTimeout(() => controller.abort(), 100 + (serial % 7) * 40);
  {
    const lease = requests.lease(`lease ${serial}`, record(serial));
    setTimeout(() => lease.release(), 150);
  }
  recent.set(serial, record(serial));
});
ready();
