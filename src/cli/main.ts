import { commands } from "./commands.ts";
import { isExpected } from "./expected-error.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

/** Exit code for what the user or the target got wrong. */
const failed = 2;

/**
 * Runs one command and returns the exit code: 0 nothing leaks, 1 a leak was found, 2 usage or target error. Errors
 * are one line on stderr; the stack is printed only with `--debug`.
 */
export async function main(args: readonly string[]): Promise<number> {
  // What stands after "--" is a command of the user's and not ours to read.
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  const own = args.slice(0, end);
  const debug = own.includes("--debug");
  const [name, ...rest] = [...own.filter((arg) => arg !== "--debug"), ...args.slice(end)];
  try {
    if (name === "help" && rest.length > 0) return await main([...rest, "--help"]);
    if (name === undefined || name === "help" || name === "--help" || name === "-h") {
      process.stdout.write(help());
      return name === undefined ? failed : 0;
    }
    if (name === "--version" || name === "-v") {
      process.stdout.write(`${version()}\n`);
      return 0;
    }
    const command = commands.find((each) => each.name === name);
    if (command === undefined)
      throw new UsageError(
        /^\d+$|:/.test(name)
          ? `there is no command '${name}': for a process or an address it is 'sawtooth find ${name}'`
          : `there is no command '${name}': 'sawtooth --help' lists what there is`,
      );
    return await (
      await command.load()
    )(rest);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`sawtooth: ${message}\n`);
    if (debug && error instanceof Error) process.stderr.write(`${codeOf(error)}${error.stack}\n`);
    else if (!isExpected(error))
      process.stderr.write(
        "sawtooth: this is a fault in sawtooth itself: run again with --debug to see where\n",
      );
    return failed;
  }
}

/** The code by which docs/errors.md lists it. */
function codeOf(error: Error): string {
  return isExpected(error) ? `code: ${error.code}\n` : "";
}

function help(): string {
  const rows = commands.map(({ name, usage, summary }) => `  sawtooth ${name} ${usage}\n      ${summary}\n`);
  return `sawtooth ${version()}: names the leak in a running service\n\n${rows.join("")}\nsawtooth COMMAND --help says more.\n`;
}
