import { AllocationRate } from "./allocation-rate.ts";

/** What a sample of a stack of usual depth costs: 8 to 25 µs as measured on servers, on Node 20 to 26. */
const SAMPLE_SECONDS = 25e-6;
/** Share of the program's own running time that sampling may take. */
const BUDGET = 0.008;
const CHECK_MS = 500;
/** So many checks make one judgement, and so many judgements must agree. */
const CHECKS = 10;
const AGREEING = 2;
/** Below this share of a core the cost is no matter, whatever the rate. */
const IDLE = 0.2;
const WIDEST = 8 * 2 ** 20;

/** The interval that keeps sampling within its budget at a rate of allocation: the present one doubled as often as needed. */
export function affordableInterval(intervalBytes: number, bytesPerSecond: number): number {
  let wide = intervalBytes;
  while (wide < WIDEST && (bytesPerSecond / wide) * SAMPLE_SECONDS > BUDGET) wide *= 2;
  return wide;
}

/**
 * Watches how fast the thread allocates and says when the interval should be wider. It only ever widens: each change
 * starts the sampler anew, and what lives by then is lost sight of. Four heap sizes are read twice a second.
 */
export class AdaptiveInterval {
  readonly #rate = new AllocationRate();
  readonly #widen: (intervalBytes: number) => void;
  readonly #current: () => number;
  readonly #timer: NodeJS.Timeout;
  #checks = 0;
  #agreed = 0;
  #utilization = performance.eventLoopUtilization();

  constructor(current: () => number, widen: (intervalBytes: number) => void) {
    this.#current = current;
    this.#widen = widen;
    this.#timer = setInterval(() => this.#check(), CHECK_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #check(): void {
    this.#rate.measure();
    if (++this.#checks % CHECKS > 0) return;
    const now = performance.eventLoopUtilization();
    const busy = performance.eventLoopUtilization(now, this.#utilization).utilization > IDLE;
    this.#utilization = now;
    const affordable = affordableInterval(this.#current(), this.#rate.take());
    this.#agreed = busy && affordable > this.#current() ? this.#agreed + 1 : 0;
    if (this.#agreed < AGREEING) return;
    this.#agreed = 0;
    this.#widen(affordable);
  }
}
