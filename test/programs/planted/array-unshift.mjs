import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const history = []; // HOLDER

function navigate(page) {
  history.unshift(page); // INSERT
}

steadily(150, (serial) => navigate(record(serial, 500)));
ready();
