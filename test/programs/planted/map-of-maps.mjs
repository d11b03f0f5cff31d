import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const tenants = new Map(); // HOLDER

function addUser(tenant, user) {
  let users = tenants.get(tenant);
  if (users === undefined) tenants.set(tenant, (users = new Map())); // INSERT
  users.set(user.id, user);
}

steadily(300, (serial) => addUser(`tenant-${serial >> 1}`, record(serial, 400)));
ready();
