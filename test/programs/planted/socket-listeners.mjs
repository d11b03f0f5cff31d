import net from "node:net";
import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const backend = net.createServer((socket) => socket.resume());
backend.listen(0, "127.0.0.1", () => {
  const upstream = net.connect(backend.address().port, "127.0.0.1"); // HOLDER
  upstream.setMaxListeners(0);
  steadily(150, (serial) => forward(upstream, record(serial)));
  ready();
});

function forward(upstream, message) {
  upstream.once("drain", () => message.body.length); // INSERT
  upstream.write(message.id);
}
