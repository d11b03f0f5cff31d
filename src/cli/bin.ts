#!/usr/bin/env node
import { main } from "./main.ts";

// A reader that has seen enough, such as `head`, is no error; a disk that is full is.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  process.stderr.write(`sawtooth: the output cannot be written (${error.message}): send it elsewhere\n`);
  process.exit(2);
});
process.stderr.on("error", () => {
  // There is nobody left to tell.
});

process.exitCode = await main(process.argv.slice(2));
