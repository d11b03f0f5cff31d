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
export declare class AgentOptionError extends Error {
    readonly code: "bad-agent-option";
    constructor(message: string);
}
/** Options with their defaults. Throws AgentOptionError for what cannot be used. */
export declare function agentOptions(given?: StartOptions): AgentOptions;
/** The options that the environment of a process asks for. */
export declare function environmentOptions(env: Readonly<Record<string, string | undefined>>): StartOptions;
