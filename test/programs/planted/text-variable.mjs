import "../surroundings.cjs";
import { ready, serve, text } from "../traffic.cjs";

let trail = ""; // HOLDER

export function note(path) {
  trail += `${new Date().toISOString()} ${path} ${text(200)}\n`; // INSERT
  return trail.length;
}

serve((request, response) => response.end(`${note(request.url)}`), 100);
ready();
