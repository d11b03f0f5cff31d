import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

class Mailer {
  constructor() {
    this.outbox = new Map(); // HOLDER
    this.templates = new Map([["welcome", "Hello"]]);
  }

  send(letter) {
    const text = this.templates.get("welcome");
    this.outbox.set(letter.id, { text, letter }); // INSERT
  }
}

const mailer = new Mailer();
steadily(200, (serial) => mailer.send(record(serial)));
ready();
