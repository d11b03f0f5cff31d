import { MainSampler } from "./main-sampler.ts";
import type { SamplerOptions } from "./sampler-options.ts";

/** Where the inspector finds the sampler of a thread, whichever copy of this module started it. */
const KEY = Symbol.for("sawtooth.sampler");

/** How an expression evaluated over the inspector names it. */
export const REGISTERED = 'globalThis[Symbol.for("sawtooth.sampler")]';

type Registry = { [KEY]?: MainSampler };

/**
 * Starts sampling the allocations of the thread this is called in; call it before the program's own code, as what was
 * allocated before is never seen. One runs for each thread: a second call gives the first one's, whatever its options.
 */
export function startSampler(options: SamplerOptions = {}): MainSampler {
  const registry = globalThis as Registry;
  registry[KEY] ??= new MainSampler(options);
  return registry[KEY];
}

/** Stops the sampler of this thread; a later `startSampler` starts a new one. */
export function stopSampler(): void {
  const registry = globalThis as Registry;
  registry[KEY]?.stop();
  delete registry[KEY];
}
