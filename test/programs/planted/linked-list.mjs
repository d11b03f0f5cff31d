import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

class Journal {
  #first = null; // HOLDER
  #last = null;

  append(entry) {
    const link = { entry, next: null };
    if (this.#last !== null) {
      this.#last.next = link; // INSERT
    } else {
      this.#first = link;
    }
    this.#last = link;
  }

  *[Symbol.iterator]() {
    for (let link = this.#first; link !== null; link = link.next) yield link.entry;
  }
}

const journal = new Journal(); // OWNER
for (let serial = 0; serial < 50; serial++) journal.append(record(serial, 100));

steadily(100, (serial) => journal.append(record(serial, 500)));
ready();
