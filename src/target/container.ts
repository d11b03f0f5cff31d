import { readFileSync } from "node:fs";
import type { ProcessFacts } from "./process-facts.ts";

/** How to run `sawtooth find` beside a process that lives in another network namespace, as one line. */
export function howToRunInside(facts: ProcessFacts): string {
  const inner = facts.pidsByNamespace.at(-1) ?? facts.pid;
  const find = `npx sawtooth find ${inner}`;
  const nsenter = `sudo nsenter -t ${facts.pid} -n npx sawtooth find ${facts.pid}`;
  const place = containerOf(facts.pid);
  if (place === null) return nsenter;
  const inside =
    place.kind === "pod" ? "kubectl exec -it <pod> --" : `${place.kind} exec -it ${place.id.slice(0, 12)}`;
  return `${inside} ${find}, or on this machine ${nsenter}`;
}

interface Container {
  readonly kind: "pod" | "docker" | "podman";
  readonly id: string;
}

/** The container whose cgroup a process is in, as the common runtimes name them; null when none is told. */
function containerOf(pid: number): Container | null {
  let membership: string;
  try {
    membership = readFileSync(`/proc/${pid}/cgroup`, "utf8");
  } catch {
    return null; // The process has ended; whoever asks finds out next.
  }
  const id = /([0-9a-f]{64})/.exec(membership)?.[1] ?? "";
  if (/kubepods/.test(membership)) return { kind: "pod", id };
  if (id === "") return null;
  return { kind: /libpod/.test(membership) ? "podman" : "docker", id };
}
