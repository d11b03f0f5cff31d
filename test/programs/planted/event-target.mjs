import { setMaxListeners } from "node:events";
import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const prices = new EventTarget(); // HOLDER
setMaxListeners(0, prices);
prices.addEventListener("open", () => {});

function show(widget) {
  prices.addEventListener("change", () => widget.body.length); // INSERT
}

steadily(150, (serial) => show(record(serial)));
setInterval(() => prices.dispatchEvent(new Event("open")), 1000);
ready();
