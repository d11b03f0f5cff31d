/** A service whose caches have bounds: prints its port, then `up`. */
import { createServer } from "node:http";
import { BoundedMap, registry } from "../../../dist/bounded/index.js";

const pages = new BoundedMap({ name: "pages", max: 100 });
const tenants = BoundedMap.unbounded({ name: "tenants", reason: "one per tenant of the licence" });
const plain = new Set([1, 2]);
registry.watch(plain, { name: "plain" });

let next = 0;
setInterval(() => pages.set(next++, {}), 5);
tenants.set("a", {});
pages.get(0);

// Named here, so that none of them is collected.
const server = createServer((request, response) => response.end(`${pages.size + tenants.size + plain.size}`));
server.listen(0, "127.0.0.1", () => {
  console.log(`port ${server.address().port}`);
  console.log("up");
});
