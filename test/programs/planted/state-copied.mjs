import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

let state = { revision: 0, orders: { open: [] } }; // OWNER

function open(order) {
  const orders = { ...state.orders, open: [...state.orders.open, order] }; // INSERT
  state = { ...state, revision: state.revision + 1, orders };
}

steadily(60, (serial) => open(record(serial, 500)));
ready();
