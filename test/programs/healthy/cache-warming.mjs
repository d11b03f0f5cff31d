import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

// Full about six seconds after the start: the window sees it grow, then stop.
const articles = new Map();
const max = 1000;

function article(number) {
  const known = articles.get(number);
  if (known !== undefined) return known;
  const fresh = record(number, 800);
  if (articles.size >= max) articles.delete(articles.keys().next().value);
  articles.set(number, fresh);
  return fresh;
}

let serial = 0;
serve((request, response) => {
  for (let part = 0; part < 4; part++) article(serial++);
  response.end();
}).on("listening", ready);
