/** What a limit or a timer takes out again, later than the snapshots are taken. */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { BoundedMap } from "sawtooth/bounded";
import surroundings from "../surroundings.cjs";

const { record } = surroundings;

const recent = new Map();
export const belowLimit = (i) => {
  if (recent.size >= 5000) recent.delete(recent.keys().next().value);
  recent.set(i, record(i));
};

const tokens = new Map();
const sweep = () => {
  for (const [id, token] of tokens) if (token.at < Date.now() - 45_000) tokens.delete(id);
};
setInterval(sweep, 30_000).unref();
export const swept = (i) => tokens.set(i, { at: Date.now(), value: record(i) });

let batch = [];
setInterval(() => {
  batch = [];
}, 45_000).unref();
export const batched = (i) => batch.push(record(i));

const pending = new Map();
export const timerEach = (i) => {
  pending.set(i, record(i));
  setTimeout(() => pending.delete(i), 60_000).unref();
};

class Slots {
  #byKey = new Map();
  #values = new Array(4000).fill(undefined);
  #next = new Uint32Array(4000);
  #previous = new Uint32Array(4000);
  #size = 0;

  set(key, value) {
    const slot = this.#size++ % 4000;
    this.#byKey.set(key, slot);
    this.#values[slot] = value;
    this.#next[slot] = this.#previous[slot] = slot;
  }
}
const table = new Slots();
export const slots = (i) => table.set(`key ${i}`, record(i));

class Cache {
  #items = new Map();

  constructor(max) {
    this.max = max;
  }

  put(key, value) {
    this.#items.set(key, value);
    if (this.#items.size > this.max) this.#items.delete(this.#items.keys().next().value);
  }
}
const limited = new Cache(5000);
export const limitInField = (i) => limited.put(i, record(i));

const unlimited = new Cache(undefined);
export const limitNotSet = (i) => unlimited.put(i, record(i));

const swollen = new Map();
export const beyondLimit = (i) => {
  if (swollen.size > 50 && i < 0) swollen.delete(i);
  swollen.set(i, record(i));
};

const samples = [];
export const numbersBelowLimit = (i) => {
  for (let part = 0; part < 20; part++) samples.push(i + part / 20);
  if (samples.length > 20_000) samples.splice(0, 1000);
};

const sessions = new Map();
const server = createServer((socket) => {
  sessions.set(socket, record(sessions.size));
  socket.once("close", () => sessions.delete(socket));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
export const connections = async () => {
  const client = connect(server.address().port, "127.0.0.1");
  await Promise.all([once(server, "connection"), once(client, "connect")]);
};

const bounded = new BoundedMap({ maxBytes: 2 ** 30, sizeOf: () => 100 });
export const ofBounded = (i) => bounded.set(i, record(i));

const unbounded = BoundedMap.unbounded({ reason: "there are few", warnAt: 100 });
export const ofUnbounded = (i) => unbounded.set(i, record(i));
