import type { Frame } from "./protocol.ts";

/** A renderer or parser is that deep in its own functions before the program's are reached. */
const deepest = 80;

interface CallSite {
  getFunctionName(): string | null;
  getTypeName(): string | null;
  isConstructor(): boolean;
  getFileName(): string | null;
  getEvalOrigin?(): string | undefined;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

/**
 * The frames above `below`, innermost first, exact through inlining. The program's own `Error` settings are
 * put back before anything else runs.
 */
export function captureStack(below: (...args: never[]) => unknown): Frame[] {
  return captureCalls(below).filter((frame) => frame.file !== "");
}

/** The same with the engine's own functions among them, which have no file. */
export function captureCalls(below: (...args: never[]) => unknown): Frame[] {
  const settings = Error as unknown as { prepareStackTrace?: unknown; stackTraceLimit: number };
  const prepare = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  const limit = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit");
  const holder: { stack?: unknown } = {};
  try {
    Object.defineProperty(Error, "stackTraceLimit", {
      value: deepest,
      writable: true,
      configurable: true,
      enumerable: true,
    });
    Object.defineProperty(Error, "prepareStackTrace", {
      value: (_error: unknown, sites: CallSite[]) => sites,
      writable: true,
      configurable: true,
      enumerable: true,
    });
    Error.captureStackTrace(holder, below);
    const sites = holder.stack;
    return Array.isArray(sites) ? (sites as CallSite[]).map(frameOf) : [];
  } catch {
    return []; // `Error` is frozen: there is no stack to be had without changing the program.
  } finally {
    restore("stackTraceLimit", limit);
    restore("prepareStackTrace", prepare);
  }

  function restore(
    name: "stackTraceLimit" | "prepareStackTrace",
    descriptor: PropertyDescriptor | undefined,
  ): void {
    try {
      if (descriptor === undefined) delete settings[name];
      else Object.defineProperty(Error, name, descriptor);
    } catch {
      // Never changed, then.
    }
  }
}

function frameOf(site: CallSite): Frame {
  const name = site.getFunctionName() ?? "";
  return {
    function: site.isConstructor() && name !== "" ? `new ${name}` : name,
    file: site.getFileName() ?? "",
    line: site.getLineNumber() ?? 0,
    column: site.getColumnNumber() ?? 0,
  };
}
