import { snapshotCommands } from "./snapshot-commands.ts";
import { UsageError } from "./usage-error.ts";

/** `sawtooth snapshot`: runs one of its commands with the arguments after its name. */
export async function snapshot(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === "help" && rest.length > 0) return await snapshot([...rest, "--help"]);
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(help());
    return name === undefined ? 2 : 0;
  }
  const command = snapshotCommands.find((each) => each.name === name);
  if (command === undefined) {
    const names = snapshotCommands.map((each) => each.name).join(", ");
    throw new UsageError(`there is no command 'snapshot ${name}': there are ${names}`);
  }
  return await (
    await command.load()
  )(rest);
}

function help(): string {
  const rows = snapshotCommands.map(
    ({ name, usage, summary }) => `  ${`${name} ${usage}`.padEnd(27)} ${summary}\n`,
  );
  return `sawtooth snapshot COMMAND …: heap snapshots of Node.js and Chrome

${rows.join("")}
FILE is a .heapsnapshot as V8 writes it, also packed by gzip or zstd; a .sawidx
index of one; or - for stdin.

sawtooth snapshot COMMAND --help says more.\n`;
}
