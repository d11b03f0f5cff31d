import { EventEmitter } from "node:events";
import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const bus = new EventEmitter(); // HOLDER
bus.setMaxListeners(0);
bus.on("configured", () => {});

let delivered = 0;
function attach(client) {
  bus.on("message", () => (delivered += client.body.length)); // INSERT
}

steadily(150, (serial) => attach(record(serial)));
setInterval(() => bus.emit("configured", delivered), 1000);
ready();
