import { TargetError, type NodeTarget } from "#target";

/** Throws unless the target is a Node that the walk can look into: 20.16, 22.3 or newer. */
export async function requireSupportedNode(target: NodeTarget): Promise<void> {
  const other = await target.evaluate<string | null>(
    'typeof process === "object" && typeof process.getBuiltinModule === "function" ? null : String(globalThis.process?.version ?? "no Node.js")',
  );
  if (other === null) return;
  throw new TargetError(
    "node-too-old",
    `the target runs ${other}, and find looks into Node.js 20.16, 22.3 and newer: take two heap snapshots there instead`,
  );
}
