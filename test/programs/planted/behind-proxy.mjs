import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const refuse = () => {
  throw new Error("asked from outside");
};
const reviews = new Proxy(
  { byId: new Map() }, // HOLDER
  { ownKeys: refuse, getOwnPropertyDescriptor: refuse, getPrototypeOf: refuse },
);

function addReview(serial) {
  reviews.byId.set(`r${serial}`, record(serial, 300)); // INSERT
}

steadily(40, addReview);
ready();
