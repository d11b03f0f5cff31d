import "../surroundings.cjs";
import { ready, steadily } from "../traffic.cjs";

const embeddings = new Map(); // HOLDER

function embed(document) {
  const vector = new Float32Array(1024);
  vector[0] = document;
  embeddings.set(document, vector); // INSERT
}

steadily(150, embed);
ready();
