import type { Protocol } from "./cdp.ts";
import { Evaluator } from "./evaluation.ts";

/** Beats that must be missed before the target believes that nobody looks at it any more. */
const BEATS_MISSED = 6;

/**
 * Runs in the target. A tick is counted only when its event loop gets to it, so that a target which was stuck does
 * not mistake its own silence for ours; beats arrive even then, as the inspector interrupts running code.
 *
 * `inspector.close()` blocks the event loop until every client has gone, and a client that is stopped (Ctrl-Z) never
 * goes: so it is called only when the kernel's table shows no connection to the inspector's port.
 */
const SOURCE = `(function (load, closesInspector, tickMs, ticks) {
  const { setInterval, clearInterval, setTimeout } = load('node:timers');
  const inspector = load('node:inspector');
  const fs = load('node:fs');
  const url = inspector.url();
  const ESTABLISHED = '01', CLOSE_WAIT = '08';
  const undo = new Set();
  let missed = 0, abandoned = false, unreadable = 0;
  const timer = setInterval(() => { if (++missed >= ticks) abandon(); }, tickMs).unref();
  function abandon() {
    abandoned = true;
    clearInterval(timer);
    for (const fn of undo) try { fn(); } catch {}
    undo.clear();
    if (closesInspector) closeWhenAlone(tickMs);
  }
  function closeWhenAlone(delay) {
    connections((count) => {
      if (url === undefined || inspector.url() !== url) return;
      if (count === 0) (inspector.close ?? process._debugEnd)();
      else setTimeout(closeWhenAlone, delay, Math.min(delay * 1.5, 5000)).unref();
    });
  }
  function connections(done) {
    const port = ':' + Number(new URL(url).port).toString(16).toUpperCase().padStart(4, '0') + ' ';
    fs.readFile('/proc/self/net/tcp', 'latin1', (error, tcp) => {
      if (error) return done(++unreadable > 20 ? 0 : 1);
      fs.readFile('/proc/self/net/tcp6', 'latin1', (_, tcp6) => done(open(tcp) + open(tcp6 ?? '')));
    });
    function open(table) {
      let count = 0;
      for (let at = table.indexOf(port); at >= 0; at = table.indexOf(port, at + 1)) {
        // remote address, state, queues, timer, retransmits, uid, timeout, inode
        const rest = table.slice(at + port.length, at + 160).trimStart().split(/\\s+/);
        if ((rest[1] === ESTABLISHED || rest[1] === CLOSE_WAIT) && rest[7] !== '0') count++;
      }
      return count;
    }
  }
  return {
    beat() { missed = 0; return !abandoned; },
    whenAbandoned(fn) { undo.add(fn); },
    handOver() { clearInterval(timer); undo.clear(); },
    end() {
      clearInterval(timer);
      undo.clear();
      if (closesInspector) setTimeout(closeWhenAlone, 10, 20).unref();
    },
  };
})`;

export interface WatchdogOptions {
  /** How long the target waits for a sign of life from us before it cleans up by itself. */
  readonly silenceMs: number;
  /** Clean up by closing the inspector, too; otherwise only what `whenAbandoned` was given is undone. */
  readonly closesInspector: boolean;
}

/**
 * A timer in the target that undoes what we did there when we are no longer heard of: killed, hung or stopped.
 * It is unreferenced, lives only as long as we are attached, and leaves nothing behind.
 */
export class Watchdog {
  /** Resolves when the target has given us up; pending for ever otherwise. */
  readonly abandoned: Promise<void>;
  readonly #evaluator: Evaluator;
  readonly #handle: string;
  readonly #timer: NodeJS.Timeout | undefined;

  private constructor(evaluator: Evaluator, handle: string, beatMs: number) {
    this.#evaluator = evaluator;
    this.#handle = handle;
    let timer: NodeJS.Timeout | undefined;
    this.abandoned = new Promise((resolve) => {
      timer = setInterval(() => {
        this.#call<boolean>("function () { return this.beat(); }").then(
          (heard) => (heard ? undefined : resolve()),
          () => this.stopBeating(), // The connection has ended; whoever holds it is told by its own promise.
        );
      }, beatMs).unref();
    });
    this.#timer = timer;
  }

  static async install(protocol: Protocol, options: WatchdogOptions): Promise<Watchdog> {
    const beatMs = Math.max(1, Math.round(options.silenceMs / BEATS_MISSED));
    const evaluator = new Evaluator(protocol);
    const load = "(id) => process.getBuiltinModule ? process.getBuiltinModule(id) : require(id)";
    const call = `${SOURCE}(${load}, ${options.closesInspector}, ${beatMs}, ${BEATS_MISSED})`;
    return new Watchdog(
      evaluator,
      await evaluator.handle(call, { consoleNames: true, timeoutMs: 10_000 }),
      beatMs,
    );
  }

  /** Has the target call a function of its own when we are no longer heard of. Not called after an ordinary `end`. */
  async whenAbandoned(functionHandle: string): Promise<void> {
    await this.#evaluator.callWith(this.#handle, "function (fn) { this.whenAbandoned(fn); }", [
      functionHandle,
    ]);
  }

  stopBeating(): void {
    clearInterval(this.#timer);
  }

  /** Takes the timer out again; the inspector, if it is to be closed, closes once our connection has gone. */
  async end(): Promise<void> {
    this.stopBeating();
    await this.#call("function () { this.end(); }", 2000);
  }

  /** Takes the timer out again and leaves the inspector open, for another watchdog that is there by now. */
  async handOver(): Promise<void> {
    this.stopBeating();
    await this.#call("function () { this.handOver(); }", 2000);
  }

  #call<T>(declaration: string, timeoutMs?: number): Promise<T> {
    return this.#evaluator.call<T>(
      this.#handle,
      declaration,
      [],
      timeoutMs === undefined ? {} : { timeoutMs },
    );
  }
}
