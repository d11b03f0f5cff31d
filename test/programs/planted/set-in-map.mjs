import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

const followers = new Map(["ada", "grace", "linus"].map((name) => [name, new Set()])); // HOLDER

function follow(name, follower) {
  followers.get(name).add(follower); // INSERT
}

let serial = 0;
serve((request, response) => {
  for (let count = 0; count < 4; count++) follow("grace", record(serial++, 500));
  response.end();
}).on("listening", ready);
