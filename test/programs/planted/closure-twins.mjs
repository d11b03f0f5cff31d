import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

function makeTracker() {
  const tracked = new Map(); // HOLDER
  return {
    track(item) {
      tracked.set(item.id, item); // INSERT
    },
    untrack: (id) => tracked.delete(id),
  };
}

const uploads = makeTracker();
const downloads = makeTracker();

steadily(200, (serial) => {
  uploads.track(record(serial));
  const item = record(serial);
  downloads.track(item);
  setTimeout(() => downloads.untrack(item.id), 300);
});
ready();
