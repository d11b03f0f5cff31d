/** The entry of a program that is bundled together with the agent. */
import "sawtooth/register";

setInterval(() => {}, 1000);
console.log("up");
