import { scriptFile, type StackFrame } from "./heap-tree.ts";

const DEPTH = 24;
/** This file and its like are no part of the program. */
const OWN = /[/\\](?:capture-stack|resource-stacks|external-sampler|external-patches)\.[jt]s$/;

/**
 * The stack of the caller, innermost first, with the very lines: those that V8's samplers do not give. Frames of Node's
 * own beyond the program's innermost are left out. Some ten microseconds.
 */
export function captureStack(): StackFrame[] {
  const limit = Error.stackTraceLimit;
  const prepare: unknown = Reflect.get(Error, "prepareStackTrace");
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = DEPTH;
    Error.prepareStackTrace = (_, sites) => sites;
    Error.captureStackTrace(holder, captureStack);
    const sites = holder.stack as NodeJS.CallSite[];
    return sites.map(frameOfSite).filter(({ file }) => !OWN.test(file));
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
