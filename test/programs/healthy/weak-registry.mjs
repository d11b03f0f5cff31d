import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const views = new Map();
const gone = new FinalizationRegistry((id) => views.delete(id));

steadily(200, (serial) => {
  const view = record(serial, 100);
  views.set(serial, new WeakRef(view));
  gone.register(view, serial);
});
ready();
