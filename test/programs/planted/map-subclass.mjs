import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

class Registry extends Map {
  register(item) {
    this.set(item.id, item); // INSERT
    return this;
  }
}

const plugins = new Registry(); // HOLDER
steadily(200, (serial) => plugins.register(record(serial, 600)));
ready();
