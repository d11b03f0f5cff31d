import { MessageChannel } from "node:worker_threads";
import "../surroundings.cjs";
import { ready, steadily } from "../traffic.cjs";

function openLine(serial) {
  const { port1, port2 } = new MessageChannel(); // INSERT
  port1.on("message", (text) => console.log(serial, text));
  return port2;
}

steadily(40, (serial) => void openLine(serial));
ready();
