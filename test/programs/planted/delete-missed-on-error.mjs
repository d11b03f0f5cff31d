import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

const requests = new Map(); // HOLDER

async function handle(task) {
  requests.set(task.id, task); // INSERT
  await null;
  if (Number(task.id.slice(2)) % 3 === 0) throw new Error("refused");
  requests.delete(task.id);
}

let serial = 0;
let failures = 0;
serve(async (request, response) => {
  for (let task = 0; task < 8; task++) {
    await handle(record(serial++, 800)).catch(() => failures++);
  }
  response.end(String(failures));
}).on("listening", ready);
