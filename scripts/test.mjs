/** `npm test`: every test, on a fresh machine. Arguments go to vitest: `npm test -- src/series`. */
import { ready } from "./ready.mjs";
import { closingLine, runVitest } from "./vitest.mjs";

await ready();
const result = await runVitest(process.argv.slice(2), { show: true });
if (result.code !== 0) console.log(result.output);
console.log(closingLine(result));
process.exitCode = result.code;
