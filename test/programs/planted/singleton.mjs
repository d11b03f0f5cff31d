import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

class Hub {
  static #instance;

  static getInstance() {
    Hub.#instance ??= new Hub();
    return Hub.#instance;
  }

  members = new Map(); // HOLDER
  rooms = new Map([["lobby", {}]]);

  join(member) {
    this.members.set(member.id, member); // INSERT
  }
}

steadily(200, (serial) => Hub.getInstance().join(record(serial, 500)));
ready();
