import { BoundedMap } from "sawtooth/bounded";
import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

const drafts = BoundedMap.unbounded({ reason: "editors are few", warnAt: 20 }); // HOLDER

let serial = 0;
serve((request, response) => {
  drafts.set(`draft-${serial++}`, record(serial)); // INSERT
  response.end();
}).on("listening", ready);
