/** How the agent behaves. Each option has an environment variable for `sawtooth/register`. */
export interface AgentOptions {
  /** Where it listens: a port (0: any free one), or null to serve through mounted handlers only. `SAWTOOTH_PORT`; 6060. */
  readonly port: number | null;
  /** The address it listens at. `SAWTOOTH_HOST`; 127.0.0.1. Any but a loopback address needs a token. */
  readonly host: string;
  /** What callers have to show. `SAWTOOTH_TOKEN`. */
  readonly token: string | null;
  /** Names under which it may be asked besides `localhost` and addresses. `SAWTOOTH_HOSTS`, with commas. */
  readonly hosts: readonly string[];
  /** Whether handlers mounted in an application want the token, or are `open`: the application decides who may ask. */
  readonly mounted: "token" | "open";
  /** Sample the bytes of Buffers and ArrayBuffers too, with the stacks that allocated them. `SAWTOOTH_EXTERNAL=1`. */
  readonly external: boolean;
  /** Keep the stacks that made the resources which are open; not for busy services. `SAWTOOTH_RESOURCE_STACKS=1`. */
  readonly resourceStacks: boolean;
  /** Where the flight recorder writes; null without one. `SAWTOOTH_RECORDER`: a folder, or `off`. */
  readonly recorder: RecorderChoice | null;
  /** Run in a worker thread of its own, which answers while the program is stuck; on the main thread when false. */
  readonly worker: boolean;
}

/** What `start` may be given: everything has a default. */
export interface StartOptions {
  readonly port?: number | null;
  readonly host?: string;
  readonly token?: string;
  readonly hosts?: readonly string[];
  readonly mounted?: "token" | "open";
  readonly external?: boolean;
  readonly resourceStacks?: boolean;
  /** Keep a flight recorder: off by default here, on with `sawtooth/register`. */
  readonly recorder?: boolean | RecorderChoice;
  readonly worker?: boolean;
}

/** What of the flight recorder can be chosen. */
export interface RecorderChoice {
  /** Default: `.sawtooth` in the working directory. */
  readonly folder?: string;
  /** Bytes that all recordings in the folder may take together; default 64 MiB. */
  readonly maximumBytes?: number;
}

/** An option that cannot be used; its message is one line: what is wrong: what to do. */
export class AgentOptionError extends Error {
  readonly code = "bad-agent-option" as const;

  constructor(message: string) {
    super(message);
    this.name = "AgentOptionError";
  }
}

const shortestToken = 16;

/** Options with their defaults. Throws AgentOptionError for what cannot be used. */
export function agentOptions(given: StartOptions = {}): AgentOptions {
  const { port = 6060, host = "127.0.0.1", token = null, hosts = [] } = given;
  const { mounted = "token", worker = true, external = false, resourceStacks = false } = given;
  const recorder = recorderChoice(given.recorder ?? false);
  if (port !== null && (!Number.isInteger(port) || port < 0 || port > 65_535))
    throw new AgentOptionError(`port ${port} is no port: give 0 to 65535, or null to serve by handlers only`);
  if (token !== null && (token.length < shortestToken || !/^[\x21-\x7e]+$/.test(token))) {
    throw new AgentOptionError(
      `a token of ${token.length} characters is refused: give at least ${shortestToken}, letters, digits and signs without spaces`,
    );
  }
  if (port !== null && token === null && !isLoopback(host)) {
    throw new AgentOptionError(
      `host ${host} can be reached from other machines: set a token as well (SAWTOOTH_TOKEN), or listen at 127.0.0.1`,
    );
  }
  return {
    port,
    host: host === "localhost" ? "127.0.0.1" : host,
    token,
    hosts,
    mounted,
    worker,
    external,
    resourceStacks,
    recorder,
  };
}

/** The options that the environment of a process asks for. */
export function environmentOptions(env: Readonly<Record<string, string | undefined>>): StartOptions {
  const value = (name: string): string | undefined => env[name]?.trim() || undefined;
  const [port, host, token, hosts, recorder] = ["PORT", "HOST", "TOKEN", "HOSTS", "RECORDER"].map((name) =>
    value(`SAWTOOTH_${name}`),
  );
  return {
    ...(port !== undefined && { port: portOf(port) }),
    ...(host !== undefined && { host }),
    ...(token !== undefined && { token }),
    external: value("SAWTOOTH_EXTERNAL") === "1",
    resourceStacks: value("SAWTOOTH_RESOURCE_STACKS") === "1",
    recorder: recorder === undefined ? true : recorder !== "off" && { folder: recorder },
    ...(hosts !== undefined && { hosts: hosts.split(",").map((each) => each.trim()) }),
  };
}

function recorderChoice(given: boolean | RecorderChoice): RecorderChoice | null {
  if (given === false) return null;
  if (given === true) return {};
  const { maximumBytes } = given;
  if (maximumBytes !== undefined && !(maximumBytes >= 1 << 20))
    throw new AgentOptionError(`recorder.maximumBytes ${maximumBytes} is too little: give 1 MiB or more`);
  return given;
}

function portOf(text: string): number | null {
  if (text === "off") return null;
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new AgentOptionError(`SAWTOOTH_PORT=${text} is no port: give 0 to 65535, or off`);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
