import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

let notices = []; // HOLDER

function addNotice(serial) {
  notices = [...notices, record(serial, 300)]; // INSERT
}

steadily(40, addNotice);
ready();
