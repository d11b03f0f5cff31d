import "../../surroundings.cjs";
import { ready, record, serve } from "../../traffic.cjs";
import { subscriptions, topics } from "./registry.mjs";

function subscribe(url, topic) {
  subscriptions.set(`${url}#${topic}`, record(url, 500)); // INSERT
}

serve((request, response) => {
  for (const topic of topics) subscribe(request.url, topic);
  response.end("subscribed");
}).on("listening", ready);
