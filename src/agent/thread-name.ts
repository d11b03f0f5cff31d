/** The name of the agent's worker thread, by which `find` leaves it out of what it looks at. */
export const AGENT_THREAD = "sawtooth agent";
