import { createCache } from "tiny-cache";
import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

const pages = createCache({ ttl: 1000 });

function render(url, part) {
  return pages.wrap(`${url}/${part}/${Date.now()}`, () => record(part, 700)); // CALLER
}

serve((request, response) => {
  for (let part = 0; part < 5; part++) render(request.url, part);
  response.end();
}).on("listening", ready);
