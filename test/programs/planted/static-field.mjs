import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

class Transaction {
  static open = new Map(); // HOLDER
  static limit = 10_000;

  constructor(serial) {
    this.id = `t-${serial}`;
    this.detail = record(serial);
    Transaction.open.set(this.id, this); // INSERT
  }

  commit() {
    this.committed = true;
  }
}

steadily(200, (serial) => new Transaction(serial).commit());
ready();
