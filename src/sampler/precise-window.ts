import type { Protocol } from "#target";
import { evaluate } from "./evaluate.ts";

/** Inlining of both optimizing compilers, or of the one that Node before 22 has. */
const FLAGS = ["turbo-inlining", "maglev-inlining"];

/** What the process says of whether its inlining may be turned off. */
interface Permission {
  readonly coverage: boolean;
  readonly flags: readonly string[];
}

const PERMISSION = `(() => {
  const given = process.execArgv.join(" ") + " " + (process.env.NODE_OPTIONS ?? "");
  const flags = parseInt(process.versions.node) >= 22 ? ${JSON.stringify(FLAGS)} : ${JSON.stringify(FLAGS.slice(0, 1))};
  return {
    coverage: process.env.NODE_V8_COVERAGE !== undefined,
    flags: flags.filter((flag) => !new RegExp("--no[-_]?" + flag.replace("-", "[-_]")).test(given)),
  };
})()`;

/**
 * A time in which V8 compiles without inlining, so that a sampled allocation belongs to the function that made it and
 * not to the hot one it was inlined into. Code that is optimized by then is thrown away at both ends, as flags concern
 * only what is compiled after: V8 does that when precise coverage is started and stopped. The program runs slower until
 * it is warm again (tens of milliseconds of compilation) and by a few percent in between.
 */
export class PreciseWindow {
  readonly #protocol: Protocol;
  readonly #flags: readonly string[];

  private constructor(protocol: Protocol, flags: readonly string[]) {
    this.#protocol = protocol;
    this.#flags = flags;
  }

  /** Turns inlining off; throws a CoverageError where a coverage tool runs, whose counts would be lost. */
  static async open(protocol: Protocol): Promise<PreciseWindow> {
    const { coverage, flags } = await evaluate<Permission>(protocol, PERMISSION);
    if (coverage) throw new CoverageError();
    const window = new PreciseWindow(protocol, flags);
    await window.#switch("--no-");
    return window;
  }

  /** Turns inlining on again, unless the program was started without it. */
  async close(): Promise<void> {
    await this.#switch("--");
  }

  async #switch(prefix: string): Promise<void> {
    if (this.#flags.length === 0) return;
    const options = this.#flags.map((flag) => prefix + flag);
    await evaluate(
      this.#protocol,
      `${JSON.stringify(options)}.forEach((option) => process.getBuiltinModule("node:v8").setFlagsFromString(option))`,
    );
    await this.#protocol.send("Profiler.enable");
    await this.#protocol.send("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
    await this.#protocol.send("Profiler.stopPreciseCoverage");
    await this.#protocol.send("Profiler.disable");
  }
}

/** A precise window was asked for while code coverage is counted. */
export class CoverageError extends Error {
  readonly code = "coverage-active";

  constructor() {
    super(
      "a precise window would end the code coverage that NODE_V8_COVERAGE asks for: run the program without coverage",
    );
    this.name = "CoverageError";
  }
}
