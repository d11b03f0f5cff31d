import "../surroundings.cjs";
import { ready, steadily } from "../traffic.cjs";

let generation = 0;
steadily(20, () => void import(`../text.mjs?generation=${generation++}`));
ready();
