import type { CollectionKind } from "./collection-kind.ts";
import type { Node } from "./syntax.ts";
import type { Uses } from "./use.ts";

/** A collection that lives as long as the process, and what is done to it. */
export interface Candidate {
  /** As a programmer would say it: `sessions`, `Pool.waiting`, `Hub.#rooms`. */
  readonly name: string;
  /** What other files of the project would call it; null when they cannot reach it. */
  readonly outsideName: string | null;
  readonly kind: CollectionKind;
  /** `module scope`, `static field`, `field of a singleton`, `field of a long-lived class`, `closure of limit()`. */
  readonly scope: string;
  /** Where it is declared. */
  readonly node: Node;
  /** The expression that makes it. */
  readonly made: Node;
  /** The function or class within which repetition is judged; null for the module. */
  readonly boundary: Node | null;
  readonly isField: boolean;
  readonly uses: Uses;
}
