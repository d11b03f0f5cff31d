import { scriptFile, type StackFrame } from "./heap-tree.ts";

const DEPTH = 24;

/** A function that is running. */
export type Callable = (...args: never[]) => unknown;

/** Node calls its hooks from here. */
const HOOKS = "node:internal/async_hooks";

/**
 * The stack outside of `within`, one of the functions that run, innermost first, with the very lines: those that V8's
 * samplers do not give. Some ten microseconds.
 */
export function captureStack(within: Callable): StackFrame[] {
  const limit = Error.stackTraceLimit;
  const prepare: unknown = Reflect.get(Error, "prepareStackTrace");
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = DEPTH;
    Error.prepareStackTrace = (_, sites) => sites;
    Error.captureStackTrace(holder, within);
    const sites = holder.stack as NodeJS.CallSite[];
    return sites.map(frameOfSite).filter(({ file }) => file !== HOOKS);
  } finally {
    Error.stackTraceLimit = limit;
    Reflect.set(Error, "prepareStackTrace", prepare);
  }
}

function frameOfSite(site: NodeJS.CallSite): StackFrame {
  const name = site.getFunctionName() ?? "(anonymous)";
  const url = site.getFileName() ?? "";
  const line = site.getLineNumber() ?? 0;
  return {
    key: `${url}\0${name}`,
    name,
    file: scriptFile(url),
    startLine: 0,
    line,
    column: site.getColumnNumber() ?? 0,
  };
}
