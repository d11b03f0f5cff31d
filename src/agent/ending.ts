import { describeProcess, planLife, recordEnd } from "#recorder";
import type { RecorderChoice } from "./options.ts";
import type { RecordingSetup } from "./wire.ts";

/** What the recorder has to know from the main thread. */
export function recordingSetup(choice: RecorderChoice): RecordingSetup {
  return {
    description: describeProcess(),
    lifeFolder: planLife(choice),
    maximumBytes: choice.maximumBytes ?? null,
  };
}

/** Writes down how the process ends, if it does so in order: one that is killed says nothing. */
export class Ending {
  readonly #lifeFolder: string;
  #uncaught: unknown = null;
  readonly #onUncaught = (error: unknown): void => void (this.#uncaught = error);
  readonly #onExit = (exitCode: number): void =>
    recordEnd(this.#lifeFolder, { exitCode, uncaught: this.#uncaught });

  constructor(lifeFolder: string) {
    this.#lifeFolder = lifeFolder;
    process.on("uncaughtExceptionMonitor", this.#onUncaught);
    process.on("exit", this.#onExit);
  }

  stop(): void {
    process.off("uncaughtExceptionMonitor", this.#onUncaught);
    process.off("exit", this.#onExit);
  }
}
