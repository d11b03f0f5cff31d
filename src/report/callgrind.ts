import { scaleMeasurement } from "#profile";
import { truncated } from "./int64.ts";
import { shown, type GraphNode } from "./graph.ts";
import type { NodeInfo } from "./node-info.ts";
import { sortedEdges } from "./node-order.ts";
import { reportUnit, sampleKind, type Report } from "./report.ts";
import { trimmedGraph } from "./trim.ts";

/** The whole graph for KCachegrind, with names and addresses abbreviated as its format allows: `pprof -callgrind`. */
export function callgrind(report: Report): string {
  const { nodes } = trimmedGraph(
    { ...report, options: { ...report.options, nodeCount: 0, nodeFraction: 0, edgeFraction: 0 } },
    { edges: "all", objectFiles: true, callTree: true },
  );
  const unit = reportUnit(report, nodes, true);
  const kind = sampleKind(report);
  const scaled = (value: bigint): bigint => BigInt(truncated(scaleMeasurement(value, kind.unit, unit).value));
  const lines = ["positions: instr line", `events: ${kind.type}(${unit})`];
  const numbered = { objects: new Names(), files: new Names(), names: new Names() };
  const names = distinctNames(nodes);
  let previous: NodeInfo | null = null;
  for (const node of nodes) {
    const { info } = node;
    if (previous === null || !sameFunction(previous, info)) {
      lines.push(
        "",
        `ob=${numbered.objects.short(info.objectFile)}`,
        `fl=${numbered.files.short(info.file)}`,
        `fn=${numbered.names.short(info.name)}`,
      );
    }
    lines.push(`${position(previous, info.address)} ${info.line} ${scaled(shown(node.flat))}`);
    for (const { to, sum } of sortedEdges(node.out.values())) {
      lines.push(
        `cfl=${numbered.files.short(to.info.file)}`,
        `cfn=${numbered.names.short(names(to))}`,
        `calls=0 ${position(previous, to.info.address)} ${to.info.line}`,
        `* * ${scaled(sum.value)}`,
      );
    }
    previous = info;
  }
  return `${lines.join("\n")}\n`;
}

function sameFunction(a: NodeInfo, b: NodeInfo): boolean {
  return a.objectFile === b.objectFile && a.file === b.file && a.name === b.name;
}

/** Names that are written out once and are a number from then on. */
class Names {
  readonly #numbers = new Map<string, number>();

  short(name: string): string {
    if (name === "") return "";
    const known = this.#numbers.get(name);
    if (known !== undefined) return `(${known})`;
    this.#numbers.set(name, this.#numbers.size + 1);
    return `(${this.#numbers.size}) ${name}`;
  }
}

/** An address, absolute or, where that is shorter, relative to the one before; `*` for the same. */
function position(previous: NodeInfo | null, address: bigint): string {
  const absolute = `0x${address.toString(16)}`;
  if (previous === null) return absolute;
  if (previous.address === address) return "*";
  const difference = BigInt.asIntN(64, address - previous.address);
  const relative = difference < 0n ? String(difference) : `+${difference}`;
  return relative.length < absolute.length ? relative : absolute;
}

/** Numbers functions that KCachegrind, which goes by file and name, would take for one. */
function distinctNames(nodes: readonly GraphNode[]): (node: GraphNode) => string {
  const groups = new Map<string, Map<string, number>>();
  for (const node of nodes) {
    const group = `${node.info.file}\0${node.info.name}`;
    let functions = groups.get(group);
    if (functions === undefined) groups.set(group, (functions = new Map<string, number>()));
    const key = functionKey(node);
    if (!functions.has(key)) functions.set(key, functions.size + 1);
  }
  const names = new Map<GraphNode, string>();
  for (const node of nodes) {
    const functions = groups.get(`${node.info.file}\0${node.info.name}`)!;
    const number = functions.get(functionKey(node))!;
    names.set(node, functions.size > 1 ? `${node.info.name} [${number}/${functions.size}]` : node.info.name);
  }
  // A call may lead to a node that is not listed, since it came to nothing.
  return (node) => names.get(node) ?? "";
}

function functionKey({ scope, info }: GraphNode): string {
  return `${scope}\0${info.startLine}\0${info.objectFile}`;
}
