import { start } from "./agent.ts";
import { AgentOptionError, environmentOptions } from "./options.ts";
import { whyNoAgent } from "./no-agent.ts";
import { tell } from "./tell.ts";

/** `import "sawtooth/register"`: the agent as the environment asks for it, where the process should have one. */
function register(): void {
  if (whyNoAgent(process.argv, process.env) !== null) return;
  try {
    start(environmentOptions(process.env));
  } catch (error) {
    if (!(error instanceof AgentOptionError)) throw error;
    tell(error.message);
  }
}

register();
