import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const state = {
  startedAt: Date.now(),
  index: {
    byId: new Map(), // HOLDER
    byInitial: new Map(),
  },
};

function remember(user) {
  state.index.byId.set(user.id, user); // INSERT
  state.index.byInitial.set(user.id.at(-1), user);
}

steadily(200, (serial) => remember(record(serial, 700)));
ready();
