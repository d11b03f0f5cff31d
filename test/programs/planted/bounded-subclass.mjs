import { BoundedMap } from "sawtooth/bounded";
import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

class Catalogue extends BoundedMap {
  // Beside what is bounded, something that is not.
  #byName = new Map(); // HOLDER
  add(item) {
    this.set(item.id, item);
    this.#byName.set(`name of ${item.id}`, item); // INSERT
  }
}

const catalogue = new Catalogue({ max: 100 });
let serial = 0;
serve((request, response) => {
  catalogue.add(record(serial++));
  response.end();
}).on("listening", ready);
