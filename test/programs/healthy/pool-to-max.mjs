import { EventEmitter } from "node:events";
import "../surroundings.cjs";
import { ready, steadily, text } from "../traffic.cjs";

class Connection extends EventEmitter {
  buffer = text(4096);
}

class Pool {
  #all = [];
  #idle = [];
  #max = 64;

  acquire() {
    const connection = this.#idle.pop() ?? this.#grow();
    if (connection === undefined) return;
    setTimeout(() => this.#idle.push(connection), 400);
  }

  #grow() {
    // A new connection takes its time, so the pool fills over the first seconds.
    if (this.#all.length >= Math.min(this.#max, process.uptime() * 12)) return undefined;
    const connection = new Connection();
    connection.on("error", () => this.#idle.splice(0));
    this.#all.push(connection);
    return connection;
  }
}

const pool = new Pool();
steadily(300, () => pool.acquire());
ready();
