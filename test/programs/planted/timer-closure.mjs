import "../surroundings.cjs";
import { ready, record } from "../traffic.cjs";

function watchTemperature() {
  const readings = []; // HOLDER
  const extremes = { low: 0, high: 0 };
  let serial = 0;
  setInterval(() => {
    for (let sensor = 0; sensor < 10; sensor++) {
      readings.push(record(serial++, 500)); // INSERT
    }
    extremes.high = Math.max(extremes.high, readings.length);
  }, 50);
}

watchTemperature();
ready();
