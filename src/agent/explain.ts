import { TargetError } from "#target";
import { Refusal } from "./answer.ts";

/** What went wrong, for the client: whether it is worth coming again, and when. */
export function explain(error: unknown): Refusal {
  if (error instanceof TargetError && error.code === "call-timed-out") {
    return again(
      "the main thread does not answer: it is in one long call that nothing interrupts, such as execSync or a regular expression",
      10,
      error,
    );
  }
  if (error instanceof TargetError && error.code === "connection-lost")
    return again("the process is ending", 5, error);
  if (error instanceof TargetError && error.code === "inspector-not-answering")
    return Object.assign(new Refusal(501, error.message), { cause: error });
  const message = error instanceof Error ? error.message : String(error);
  return Object.assign(new Refusal(500, `${message.split("\n")[0]}`), { cause: error });
}

function again(message: string, seconds: number, cause: unknown): Refusal {
  return Object.assign(new Refusal(503, message, { "Retry-After": String(seconds) }), { cause });
}
