import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../e2e/nodes.ts";

/** A frame of a stack the program saw. */
interface SeenFrame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/** A stack, innermost frame first, with its value. */
export interface SeenStack {
  readonly value: number;
  readonly frames: readonly SeenFrame[];
}

/** Runs a case of `test/programs/sampler/self.mjs` and gives what it printed. */
export async function selfProfile<T>(
  node: string,
  name: string,
  argument?: string,
  env: NodeJS.ProcessEnv = {},
): Promise<T> {
  const program = join(root, "test/programs/sampler/self.mjs");
  const args = [program, name, ...(argument === undefined ? [] : [argument])];
  const { NODE_V8_COVERAGE: _, ...own } = process.env;
  const { stdout } = await promisify(execFile)(node, args, {
    env: { ...own, ...env },
    maxBuffer: 2 ** 26,
    timeout: 100_000,
  });
  return JSON.parse(stdout) as T;
}

/** What all stacks that a function is in add up to. */
export function cumulative(stacks: readonly SeenStack[], name: string): number {
  return sum(stacks.filter(({ frames }) => frames.some((frame) => frame.name === name)));
}

/** What the stacks add up to whose innermost frame is the function. */
export function flat(stacks: readonly SeenStack[], name: string): number {
  return sum(stacks.filter(({ frames }) => frames[0]?.name === name));
}

export function sum(stacks: readonly SeenStack[]): number {
  return stacks.reduce((total, { value }) => total + value, 0);
}
