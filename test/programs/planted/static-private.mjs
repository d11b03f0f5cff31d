import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

class Ledger {
  static #postings = new Map(); // HOLDER
  static #accounts = new Map([["cash", 0]]);

  static post(amount) {
    Ledger.#accounts.set("cash", Ledger.#accounts.get("cash") + amount);
    Ledger.#postings.set(Ledger.#postings.size, record(amount, 600)); // INSERT
  }
}

serve((request, response) => {
  for (let part = 0; part < 5; part++) Ledger.post(part);
  response.end(request.method);
}).on("listening", ready);
