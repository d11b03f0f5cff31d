import { BoundedMap } from "sawtooth/bounded";
import "../surroundings.cjs";
import { ready, serve } from "../traffic.cjs";

// Grows as long as the window is open; the program says why it will not for ever, and until `warnAt` that is believed.
const messages = BoundedMap.unbounded({ reason: "one entry per message text of the catalogue" });

let serial = 0;
serve((request, response) => {
  messages.getOrInsertComputed(`message.${serial++}`, (key) => ({ key, text: key.toUpperCase() }));
  response.end();
}).on("listening", ready);
