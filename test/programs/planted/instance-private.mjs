import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

class Pool {
  #waiting = new Map(); // HOLDER
  #idle = [{}, {}, {}];

  async acquire(serial) {
    this.#waiting.set(serial, record(serial, 800)); // INSERT
    const connection = this.#idle.pop();
    await null;
    if (connection) this.#idle.push(connection);
    return connection;
  }
}

const pool = new Pool();
let serial = 0;
serve(async (request, response) => {
  for (let query = 0; query < 5; query++) await pool.acquire(serial++);
  response.end();
}).on("listening", ready);
