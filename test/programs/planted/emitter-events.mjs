import { EventEmitter } from "node:events";
import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const replies = new EventEmitter(); // HOLDER
replies.on("closed", () => {});

function ask(serial) {
  const question = record(serial);
  replies.once(`reply:${serial}`, (answer) => (question.answer = answer)); // INSERT
  if (serial % 3 === 0) replies.emit(`reply:${serial}`, "yes");
}

for (let serial = 0; serial < 20; serial++) ask(serial);
steadily(150, (serial) => ask(serial + 20));
ready();
