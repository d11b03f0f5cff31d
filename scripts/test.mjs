/** `npm test`: every test, on a fresh machine. Arguments go to vitest: `npm test -- src/series`. */
import { ready } from "./ready.mjs";
import { closingLine, runVitest } from "./vitest.mjs";

await ready();
const args = process.argv.slice(2);
// Who names files is at work on them, and wants to know at once.
const result = await runVitest(args, { show: true, secondTry: args.length === 0 });
if (result.code !== 0) console.log(result.output);
console.log(closingLine(result));
process.exitCode = result.code;
