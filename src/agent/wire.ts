import type { ProcessDescription } from "#recorder";
import type { Entrance } from "./answer.ts";
import type { AgentOptions } from "./options.ts";

/** What the agent's thread is given when it starts. Everything here crosses between threads by copy. */
export interface AgentSetup {
  readonly options: AgentOptions;
  readonly pulse: SharedArrayBuffer;
  /** null without a flight recorder. */
  readonly recording: RecordingSetup | null;
  /** Whether this process lets itself be inspected from within: to try where it does not can abort it. */
  readonly inspectable: boolean;
  /** The agent runs on the main thread itself. */
  readonly inThread: boolean;
}

/** What the flight recorder is given by the main thread, which alone knows it. */
export interface RecordingSetup {
  readonly description: ProcessDescription;
  readonly lifeFolder: string;
  readonly maximumBytes: number | null;
}

/** A request on its way to the agent's thread. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly from: Entrance;
}

/** From the program's side to the agent. */
export type ToAgent =
  | { readonly kind: "request"; readonly id: number; readonly request: WireRequest }
  | { readonly kind: "abort"; readonly id: number }
  /** The process exits: let go of the inspector, now. */
  | { readonly kind: "bye" }
  | { readonly kind: "stop" };

/** From the agent to the program's side. */
export type FromAgent =
  /** Serving at `url`; null where nothing is served and only mounted handlers answer. */
  | { readonly kind: "ready"; readonly url: string | null }
  | {
      readonly kind: "head";
      readonly id: number;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: "chunk"; readonly id: number; readonly chunk: string | Uint8Array }
  | { readonly kind: "end"; readonly id: number; readonly whole: boolean }
  | { readonly kind: "stopped" };

/** As much of a MessagePort as both sides need. */
export interface Port<In, Out> {
  postMessage(message: Out): void;
  on(event: "message", listener: (message: In) => void): unknown;
}
