import { Worker } from "node:worker_threads";
import "../../surroundings.cjs";
import { ready } from "../../traffic.cjs";

const worker = new Worker(new URL("resize.mjs", import.meta.url));
let resized = 0;
worker.on("message", (count) => (resized = count));
setInterval(() => resized, 1000);
worker.once("online", ready);
