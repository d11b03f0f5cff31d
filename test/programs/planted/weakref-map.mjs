import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const views = new Map(); // HOLDER

function cached(key) {
  const known = views.get(key)?.deref();
  if (known !== undefined) return known;
  const view = record(key, 600);
  views.set(key, new WeakRef(view)); // INSERT
  return view;
}

steadily(300, (serial) => cached(`view-${serial}`));
ready();
