import { createInterface, type Interface } from "node:readline";
import { coloured, wantsColour } from "#face";
import type { PprofStreams } from "./pprof-output.ts";
import { completions, type CompletionNames } from "./shell-completion.ts";
import { historyFile, readHistory, writeHistory } from "./shell-history.ts";

const PROMPT = "(pprof) ";

/** Where the shell reads lines and says what is no report. */
export interface ShellConsole {
  /** The next line; null at the end. */
  readonly readLine: () => Promise<string | null>;
  readonly printError: (text: string) => void;
  readonly close: () => void;
}

/** The console for what the shell reads from: a person's terminal, or else lines from a pipe or file. */
export function shellConsole(streams: PprofStreams, names: () => CompletionNames): ShellConsole {
  const input = streams.stdin();
  const terminal = process.env["TERM"] ?? "";
  return input.isTTY === true && terminal !== "" && terminal !== "dumb"
    ? new TerminalConsole(input, streams, names)
    : new PipeConsole(input, streams);
}

class PipeConsole implements ShellConsole {
  readonly #streams: PprofStreams;
  readonly #interface: Interface;
  readonly #lines: AsyncIterator<string>;

  constructor(input: NodeJS.ReadableStream, streams: PprofStreams) {
    this.#streams = streams;
    this.#interface = createInterface({ input });
    this.#lines = this.#interface[Symbol.asyncIterator]();
  }

  async readLine(): Promise<string | null> {
    this.#streams.stdout(PROMPT);
    const { done, value } = await this.#lines.next();
    return done === true ? null : value;
  }

  printError(text: string): void {
    this.#streams.stderr(text);
  }

  close(): void {
    this.#interface.close();
  }
}

/** Lines edited in a terminal, with completion and the lines of earlier sessions. */
class TerminalConsole implements ShellConsole {
  readonly #streams: PprofStreams;
  readonly #interface: Interface;
  readonly #lines: AsyncIterator<string>;
  readonly #file = historyFile(process.env);
  #history: readonly string[] | null = null;

  constructor(input: NodeJS.ReadableStream, streams: PprofStreams, names: () => CompletionNames) {
    this.#streams = streams;
    let known: CompletionNames | null = null;
    this.#interface = createInterface({
      input,
      // Reports go to standard output, which may be a file; what is typed does not belong there.
      output: process.stderr,
      terminal: true,
      prompt: PROMPT,
      history: readHistory(this.#file),
      removeHistoryDuplicates: true,
      completer: (line: string): [string[], string] => {
        const { candidates, replaced } = completions(line, (known ??= names()));
        return [[...candidates], replaced];
      },
    });
    this.#interface.on("history", (lines: string[]) => (this.#history = [...lines]));
    this.#interface.on("SIGINT", () => this.#interrupt());
    this.#lines = this.#interface[Symbol.asyncIterator]();
  }

  async readLine(): Promise<string | null> {
    this.#interface.prompt();
    const { done, value } = await this.#lines.next();
    if (done !== true) return value;
    process.stderr.write("\n");
    return null;
  }

  printError(text: string): void {
    this.#streams.stderr(wantsColour(process.stderr, process.env) ? coloured("picture", text) : text);
  }

  close(): void {
    this.#interface.close();
    if (this.#history !== null) writeHistory(this.#file, this.#history);
  }

  /** Ctrl-C drops the line that is being typed; on an empty one it leaves. */
  #interrupt(): void {
    if (this.#interface.line === "") {
      this.#interface.close();
      return;
    }
    this.#interface.write(null, { ctrl: true, name: "e" });
    this.#interface.write(null, { ctrl: true, name: "u" });
  }
}
