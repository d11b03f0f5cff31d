import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

const profiles = {}; // HOLDER
const defaults = { theme: "dark", language: "en" };

function loadProfile(name) {
  profiles[name] = { ...defaults, ...record(name, 500) }; // INSERT
  return profiles[name];
}

let serial = 0;
serve((request, response) => {
  for (let user = 0; user < 4; user++) loadProfile(`user-${serial++}`);
  response.end();
}).on("listening", ready);
