import { Pulse } from "./pulse.ts";
import { Registry } from "./registry.ts";

/** What all collections of a process share, however many copies of this package it has loaded. */
export interface Household {
  readonly registry: Registry;
  readonly pulse: Pulse;
}

/** Another number when a copy could not work with what an older one has put there. `find` knows this name too. */
const name = Symbol.for("sawtooth.bounded.1");
const place = globalThis as { [name]?: Household };

place[name] ??= { registry: new Registry(), pulse: new Pulse() };

/** The household of this process, or of this worker. */
export const household: Household = place[name];
