import {
  ancestors,
  isFunction,
  memberName,
  nameOf,
  wrapped,
  type FunctionNode,
  type Node,
} from "./syntax.ts";

const PER_CONNECTION = /^_?(?:req|request|res|response|ctx|socket|conn|connection|client|ws|peer)$/;
const SUBSCRIBES = /^(?:on|once|addListener|addEventListener|addHook|subscribe)$/;
const TRAFFIC = /^(?:connection|request|message|data|connect|upgrade|open|stream|session|secureConnection)$/;

/** The nearest function around a node that runs once for every request, connection or message; null when there is none. */
export function trafficHandler(node: Node): FunctionNode | null {
  for (const outer of ancestors(node)) {
    if (isFunction(outer) && (connectionParameter(outer) !== null || handlesTraffic(outer))) return outer;
  }
  return null;
}

/** The first parameter of a function when it is named like a connection or a request; null otherwise. */
export function connectionParameter({ params }: FunctionNode): string | null {
  const name = nameOf(params[0]);
  return name !== null && PER_CONNECTION.test(name) ? name : null;
}

function handlesTraffic(fn: FunctionNode): boolean {
  const outer = wrapped(fn);
  const { parent } = outer;
  if (parent.type !== "CallExpression" || parent.callee.type !== "MemberExpression") return false;
  const [event] = parent.arguments;
  return (
    SUBSCRIBES.test(memberName(parent.callee) ?? "") &&
    event?.type === "Literal" &&
    TRAFFIC.test(String(event.value))
  );
}
