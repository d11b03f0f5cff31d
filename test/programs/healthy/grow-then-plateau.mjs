import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

// An index read in when the service starts, a part at a time; afterwards only looked up in.
const index = {};
const words = 900;
let hits = 0;

steadily(180, (serial) => {
  if (serial < words) index[`word-${serial}`] = record(serial, 600);
  else if (index[`word-${serial % words}`] !== undefined) hits++;
});
setInterval(() => hits, 1000);
ready();
