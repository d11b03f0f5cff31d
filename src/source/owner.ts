/** Words a name is made of, lower case: `webSocket` → `web`, `socket`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z\d]+/)
    .map((word) => word.toLowerCase());
}

/** Events after which an object is over, the surest first. */
export const ENDINGS: readonly string[] = ["close", "disconnect", "exit", "abort"];

/** Events after which one direction is over; they count only for objects nothing better is known about. */
export const HALF_ENDINGS: readonly string[] = ["end", "finish"];

/** Names of objects that do end, but with the program: waiting for that end cures nothing. */
export const LASTS_AS_LONG_AS_THE_PROCESS: RegExp = /^(?:wss?server|.*server|app|io|bus|process|pool|db)$/i;

/** Last words of names that nobody gives to anything but an object with an end. */
const OWNER_NAMES = new Map([
  ["socket", "close"],
  ["sock", "close"],
  ["ws", "close"],
  ["websocket", "close"],
  ["conn", "close"],
  ["connection", "close"],
  ["req", "close"],
  ["res", "close"],
  ["signal", "abort"],
]);

/** Types that say the same as the names, for parameters of any name. */
const OWNER_TYPES = new Map([
  ["Socket", "close"],
  ["TLSSocket", "close"],
  ["WebSocket", "close"],
  ["IncomingMessage", "close"],
  ["ServerResponse", "close"],
  ["Http2Stream", "close"],
  ["ServerHttp2Stream", "close"],
  ["ChildProcess", "exit"],
  ["Worker", "exit"],
  ["MessagePort", "close"],
  ["AbortSignal", "abort"],
]);

/** The event that ends an object of this name and type, as far as these alone tell; null when they do not. */
export function endingOf(name: string, type: string | null): string | null {
  if (type !== null) {
    const known = type.match(/[A-Za-z\d]+/g)?.findLast((word) => OWNER_TYPES.has(word));
    if (known !== undefined) return OWNER_TYPES.get(known) ?? null;
    // A primitive type outranks the name: `socket: string` is no socket.
    if (/^\s*[a-z]/.test(type) && !/^\s*(?:any|unknown)\s*$/.test(type)) return null;
  }
  return OWNER_NAMES.get(wordsOf(name).at(-1) ?? "") ?? null;
}

/** Whether a name is that of a request or a response, which entries of a cache outlive on purpose. */
export function isRequestLike(name: string, type: string | null): boolean {
  const last = wordsOf(name).at(-1) ?? "";
  return (
    /^(?:req|request|res|response|reply)$/.test(last) ||
    /\b(?:IncomingMessage|ServerResponse|Request)\b/.test(type ?? "")
  );
}
