import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const closed = new Promise(() => {}); // HOLDER

async function untilClosed(task) {
  await Promise.race([closed.then(() => task.body.length), Promise.resolve(task.id)]); // INSERT
}

steadily(150, (serial) => void untilClosed(record(serial, 500)));
ready();
