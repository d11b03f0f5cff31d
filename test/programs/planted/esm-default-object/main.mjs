import "../../surroundings.cjs";
import { ready, record, steadily } from "../../traffic.cjs";
import store from "./store.mjs";

function enqueue(order) {
  store.pending.set(order.id, order); // INSERT
}

function settle(order) {
  store.settled.set(order.id.slice(-1), order);
}

steadily(200, (serial) => {
  const order = record(serial, 700);
  enqueue(order);
  settle(order);
});
ready();
