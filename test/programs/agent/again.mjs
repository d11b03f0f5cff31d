/** Starts and stops the agent several times, and says what became of it. */
import { AgentOptionError, start } from "sawtooth/agent";

for (let round = 0; round < 3; round++) {
  const agent = start({ port: 0 });
  const url = await agent.ready;
  const bytes = (await (await fetch(`${url}/debug/pprof/heap`)).arrayBuffer()).byteLength;
  await agent.stop();
  const after = await fetch(url).then(
    () => "still there",
    (error) => error.cause.code,
  );
  const mounted = await agent.fetch(new Request("http://any/debug/pprof/heap"));
  console.log(bytes > 50, after, mounted.status);
}
try {
  start({ port: 1.5 });
} catch (error) {
  console.log(error instanceof AgentOptionError, error.message);
}
