/** Why a target could not be reached or looked at. Each is explained in docs/errors.md. */
export type TargetErrorCode =
  | "bad-address"
  | "no-snapshots"
  | "no-such-process"
  | "not-node"
  | "only-starts"
  | "cluster-primary"
  | "node-too-old"
  | "other-user"
  | "process-stopped"
  | "other-namespace"
  | "sigusr1-disabled"
  | "permission-model"
  | "sigusr1-fatal"
  | "own-sigusr1-handler"
  | "unknown-sigusr1-handler"
  | "port-busy"
  | "inspector-not-opening"
  | "inspector-not-answering"
  | "not-linux"
  | "start-failed"
  | "target-exited"
  | "connection-lost"
  | "observer-stopped"
  | "call-timed-out"
  | "protocol-error"
  | "evaluation-threw";

/** A target that could not be reached or looked at; the message is one line, `what is wrong: what to do`. */
export class TargetError extends Error {
  readonly code: TargetErrorCode;

  constructor(code: TargetErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TargetError";
    this.code = code;
  }
}
