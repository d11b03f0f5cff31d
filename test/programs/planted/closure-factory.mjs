import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

function makeStore() {
  const rows = new Map(); // HOLDER
  const columns = new Set(["id", "at", "body"]);
  return {
    insert(row) {
      if (!columns.has("id")) return;
      rows.set(row.id, row); // INSERT
    },
    count: () => rows.size,
  };
}

const store = makeStore();
let serial = 0;
serve((request, response) => {
  for (let row = 0; row < 5; row++) store.insert(record(serial++, 600));
  response.end(String(store.count()));
}).on("listening", ready);
