import "../surroundings.cjs";
import { ready, serve } from "../traffic.cjs";

class Counter {
  #series = new Map();
  add(labels, value = 1) {
    const key = Object.values(labels).join("|");
    const series = this.#series.get(key) ?? { labels, total: 0, buckets: new Array(12).fill(0) };
    series.total += value;
    series.buckets[series.total % 12]++;
    this.#series.set(key, series);
  }
}

const requests = new Counter();
const methods = ["GET", "PUT", "POST", "DELETE"];
const statuses = [200, 201, 404, 500];
let serial = 0;
serve((request, response) => {
  for (let part = 0; part < 5; part++) {
    const method = methods[serial % 4];
    requests.add({ method, status: statuses[(serial++ >> 2) % 4] });
  }
  response.end();
}).on("listening", ready);
