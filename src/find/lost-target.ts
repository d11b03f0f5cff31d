import { TargetError } from "#target";

const lost = {
  "connection-lost":
    "the target ended, or let go of its inspector, before there was enough to tell: look again while it runs",
  "call-timed-out":
    "the target's event loop does not come round, it is stuck in one long call: look again when it answers; a CPU profile shows where it is",
} as const;

/** In words of the target: which call of ours it was that got no answer is of no use to anyone. */
export function lostTarget(error: unknown): unknown {
  if (!(error instanceof TargetError)) return error;
  const said = lost[error.code as keyof typeof lost];
  return said === undefined ? error : new TargetError(error.code, said, { cause: error });
}
