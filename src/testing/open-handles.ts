import { createHook, executionAsyncId } from "node:async_hooks";

/** A resource that keeps the process alive, and where it was created. */
export interface OpenHandle {
  /** Node's name of the resource: `Timeout`, `TCPSERVERWRAP`, `FSEVENTWRAP`. */
  readonly type: string;
  /** The stack of its creation, without Node's own frames. */
  readonly stack: readonly string[];
}

/** Resources are left open; the message lists them with the lines that created them. */
export class OpenHandlesError extends Error {
  override readonly name = "OpenHandlesError";
  readonly code = "open-handles";
  readonly handles: readonly OpenHandle[];

  constructor(handles: readonly OpenHandle[]) {
    const lines = handles.map(
      ({ type, stack }) => `  ${type}${stack.length === 0 ? "" : ` created ${stack[0]}`}`,
    );
    super(`${handles.length} left open:\n${lines.join("\n")}`);
    this.handles = handles;
  }
}

/** Resources that come and go by themselves, or belong to the runner. */
const IGNORED =
  /^(?:PROMISE|TickObject|Immediate|Microtask|RANDOMBYTESREQUEST|FSREQCALLBACK|FSREQPROMISE|TIMERWRAP|ELDHISTOGRAM|PerformanceObserver|SHUTDOWNWRAP|WRITEWRAP|GETADDRINFOREQWRAP|TCPCONNECTWRAP|PIPECONNECTWRAP|HTTPINCOMINGMESSAGE|HTTPCLIENTREQUEST|QUERYWRAP|DNSCHANNEL|SIGNREQUEST|ZLIB|InspectorSession|JSBINDINGCONNECTION|INSPECTORJSBINDING|FILEHANDLE|Worker.*|MESSAGEPORT)$/;
const DEEPEST = 40;
const STEP_MS = 10;
/** Counted in steps: a process that stands still for long on a busy machine still sees its timers fire. */
const SETTLE_STEPS = 10;

/** What Node's resources have in common, where they have it. */
interface Resource {
  hasRef?: () => boolean;
  readonly _destroyed?: boolean;
}

/** The program's frames of whatever was made, by its async id. */
type Traces = Map<number, readonly string[]>;

interface Born {
  readonly type: string;
  readonly stack: readonly string[];
  readonly resource: WeakRef<Resource>;
}

/**
 * Runs `scenario` and throws an OpenHandlesError when it leaves timers, sockets, servers or watchers open that would keep
 * the process alive. What has `unref` called on it is let be. What closes within a tenth of a second counts as closed.
 */
export async function noHandlesLeft(scenario: () => unknown): Promise<void> {
  const open = new Map<number, Born>();
  const traces: Traces = new Map();
  const within = executionAsyncId();
  const hook = createHook({
    init: (id, type, trigger, resource) => {
      if (trigger === 0 && within !== 0) return;
      const own = ownFrames(deepStack());
      // Made in a callback of Node's own, such as after a lookup: then it was caused by what that was made by.
      const stack = own.length > 0 ? own : (traces.get(trigger) ?? traces.get(executionAsyncId()) ?? []);
      traces.set(id, stack);
      if (!IGNORED.test(type)) open.set(id, { type, stack, resource: new WeakRef<Resource>(resource) });
    },
    destroy: (id) => void open.delete(id),
  });
  hook.enable();
  try {
    await scenario();
  } finally {
    hook.disable();
  }
  // Destruction is told after the fact: the hook goes on for that alone.
  const ends = createHook({ destroy: (id) => void open.delete(id) });
  ends.enable();
  try {
    for (let step = 0; step < SETTLE_STEPS && stillOpen(open).length > 0; step++) await pause(STEP_MS);
  } finally {
    ends.disable();
  }
  const handles = stillOpen(open);
  if (handles.length > 0) throw new OpenHandlesError(handles);
}

function stillOpen(open: ReadonlyMap<number, Born>): readonly OpenHandle[] {
  return [...open.values()].flatMap(({ type, stack, resource }) => {
    const object: Resource | undefined = resource.deref();
    if (object === undefined || object._destroyed === true || object.hasRef?.() === false) return [];
    return [{ type, stack }];
  });
}

/** Node's own frames come first and would take all of the usual ten. */
function deepStack(): string {
  const usual = Error.stackTraceLimit;
  Error.stackTraceLimit = DEEPEST;
  const { stack = "" } = new Error("created");
  Error.stackTraceLimit = usual;
  return stack;
}

function ownFrames(stack: string): readonly string[] {
  return stack
    .split("\n")
    .slice(3)
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at ") && !line.includes("node:"));
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
