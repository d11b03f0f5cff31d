import { TargetError, type NodeTarget } from "#target";
import type { SuspendedLocal } from "#snapshot";

interface Property {
  readonly name: string;
  readonly value?: { readonly objectId?: string; readonly description?: string };
}
interface Properties {
  readonly result: readonly Property[];
  readonly internalProperties?: readonly Property[];
}

/** All handles made here are released together. */
const group = "sawtooth.snapshot";
/** A function has fewer variables; so many are looked at. */
const mostVariables = 300;

/** Objects of a target by the ids that a heap snapshot of it has for them. Nothing of the program's is called. */
export class LiveObjects {
  readonly #target: NodeTarget;

  constructor(target: NodeTarget) {
    this.#target = target;
  }

  /** A handle on the object with an id; null when it is gone, or is nothing that a program could see. */
  async handle(id: number): Promise<string | null> {
    const answer = await this.#ask<{ result: { objectId?: string } }>(
      "HeapProfiler.getObjectByHeapObjectId",
      { objectId: String(id), objectGroup: group },
    );
    return answer?.result.objectId ?? null;
  }

  /** The name of a variable of a suspended function, which V8 still knows though a snapshot does not; null when it is gone. */
  async nameOf({ run, value }: SuspendedLocal): Promise<string | null> {
    const handle = await this.handle(run);
    if (handle === null) return null;
    const { internalProperties = [] } = await this.#properties(handle);
    const scopes = internalProperties.find(({ name }) => name === "[[Scopes]]")?.value?.objectId;
    if (scopes === undefined) return null;
    for (const { value: scope } of (await this.#properties(scopes)).result) {
      // The function's own come first; what it closes over has names in the snapshot too.
      if (scope?.objectId === undefined || !/^(?:Local|Block|Catch)\b/u.test(scope.description ?? "")) break;
      const variables = (await this.#properties(scope.objectId)).result.slice(0, mostVariables);
      for (const variable of variables)
        if ((await this.#idOf(variable.value?.objectId)) === value) return variable.name;
    }
    return null;
  }

  async release(): Promise<void> {
    await this.#ask("Runtime.releaseObjectGroup", { objectGroup: group });
  }

  async #idOf(handle: string | undefined): Promise<number | null> {
    if (handle === undefined) return null;
    const params = { objectId: handle };
    const answer = await this.#ask<{ heapSnapshotObjectId: string }>("HeapProfiler.getHeapObjectId", params);
    return answer === null ? null : Number(answer.heapSnapshotObjectId);
  }

  async #properties(handle: string): Promise<Properties> {
    const params = { objectId: handle, ownProperties: true };
    return (await this.#ask<Properties>("Runtime.getProperties", params)) ?? { result: [] };
  }

  /** Null where the target refuses: the object has been collected meanwhile. */
  async #ask<T>(method: string, params: object): Promise<T | null> {
    try {
      return await this.#target.cdp.send<T>(method, params, { timeoutMs: 10_000 });
    } catch (error) {
      if (error instanceof TargetError && error.code === "protocol-error") return null;
      throw error;
    }
  }
}
