export { start, type Agent } from "./agent.ts";
export { AgentOptionError, type StartOptions } from "./options.ts";
export type { Mounts } from "./mounts.ts";
