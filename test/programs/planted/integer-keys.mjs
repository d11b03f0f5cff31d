import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const scores = {}; // HOLDER

function keepScore(player) {
  scores[player] = record(player, 500); // INSERT
}

steadily(200, (serial) => keepScore(1000 + serial * 3));
ready();
