import { repetitionOf } from "./repetition.ts";
import type { SourceCode } from "./rule-context.ts";
import { memberName, nameOf, unwrapped, type ClassNode, type Node } from "./syntax.ts";

/** Why the instances of a class are taken to live as long as the process; null when they are not. */
export type Longevity = "singleton" | "named";

const LONG_LIVED_NAME =
  /(?:Manager|Registry|Server|Store|Storage|Cache|Pool|Service|Gateway|Hub|Broker|Adapter|Router|Tracker|Monitor|Repository|Controller|Provider|Scheduler|Factory|Supervisor|Coordinator|Limiter|Cluster|Engine|Host|Container|Client|Agent|App|Application|Module|Loader|Resolver|Collector)$/;
/** Decorators of dependency injection, whose containers make one instance. */
const SINGLETON_DECORATOR =
  /^(?:Injectable|Service|Controller|WebSocketGateway|Singleton|singleton|injectable|Gateway|Resolver|Module|Catch)$/;
const LONG_LIVED_BASE = /(?:EventEmitter|Server|Emitter)$/;
/** An emitter of which there is one for each visitor or piece of work, and which ends. */
const ENDS =
  /(?:Connection|Session|Socket|Stream|Request|Response|Transaction|Call|Message|Query|Cursor|Parser|Job|Task|Upload|Download)$/;

/** Whether there is one instance of a class, made when the program starts, or its name says that it is meant to last. */
export function longevityOf(sourceCode: SourceCode, node: ClassNode): Longevity | null {
  const decorators = (node.decorators ?? []).map(({ expression }) => calledName(expression));
  if (decorators.some((name) => SINGLETON_DECORATOR.test(name ?? ""))) return "singleton";
  if (isMadeOnce(sourceCode, node)) return "singleton";
  const base = node.superClass === null ? "" : sourceCode.getText(node.superClass);
  const name = node.id?.name ?? "";
  const isLastingEmitter = LONG_LIVED_BASE.test(base) && !ENDS.test(name);
  return isLastingEmitter || LONG_LIVED_NAME.test(name) ? "named" : null;
}

function isMadeOnce(sourceCode: SourceCode, node: ClassNode): boolean {
  return sourceCode.getDeclaredVariables(node).some(({ references }) =>
    references.some(({ identifier }) => {
      const { parent } = identifier;
      if (parent.type !== "NewExpression" || parent.callee !== identifier) return false;
      return repetitionOf(sourceCode, parent, null) === "once" || isKeptAsInstance(parent);
    }),
  );
}

/** `Pool.instance = new Pool()`, also as `??=`. */
function isKeptAsInstance(made: Node): boolean {
  const { parent } = made;
  if (parent.type !== "AssignmentExpression") return false;
  const name = parent.left.type === "MemberExpression" ? memberName(parent.left) : nameOf(parent.left);
  return /instance|singleton|shared/i.test(name ?? "");
}

function calledName(expression: Node): string | null {
  const node = unwrapped(expression);
  return nameOf(node.type === "CallExpression" ? node.callee : node);
}
