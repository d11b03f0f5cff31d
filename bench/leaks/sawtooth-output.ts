import { spawn } from "node:child_process";

/** What a command of sawtooth writes to stdout; throws when it fails, with what it says. */
export async function output(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [command, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const code = await new Promise((resolve) => child.once("close", resolve));
  // Too little to tell is an answer as well.
  if (code === 2 && out === "") throw new Error(`sawtooth ${args[0]} ended without an answer: ${err.trim()}`);
  return out;
}
