/** Shapes of code that a collection is held, added to and pruned in, and what the rule has to say of each. */

/** A piece of code, the names that are reported at the default level, and those that only a higher level reports. */
export interface Shape {
  readonly name: string;
  readonly code: string;
  readonly reports: readonly string[];
  readonly strict?: readonly string[];
  /** Needs a parser that knows TypeScript. */
  readonly typescript?: true;
}

/** Collections that grow for ever. */
export const growing: readonly Shape[] = [
  {
    name: "a Map of the module, one entry a connection",
    code: `const sessions = new Map(); export function onConnection(socket) { sessions.set(socket.id, {}); }`,
    reports: ["sessions"],
  },
  {
    name: "a counter object by address",
    code: `const seen = {}; export function hit(ip) { seen[ip] = (seen[ip] || 0) + 1; }`,
    reports: ["seen"],
  },
  {
    name: "an object without prototype, counted up",
    code: `const hits = Object.create(null); export function hit(url) { hits[url]++; }`,
    reports: ["hits"],
  },
  {
    name: "a Set with a fresh id each time",
    code: `import { randomUUID } from "node:crypto"; const ids = new Set(); export function next() { const id = randomUUID(); ids.add(id); return id; }`,
    reports: ["ids"],
  },
  {
    name: "a list that a request handler appends to",
    code: `const log = []; export const handle = (req, res) => { log.push(req.url); res.end(); };`,
    reports: ["log"],
  },
  {
    name: "a list that is copied with one more",
    code: `let all = []; export function handle(req) { all = [...all, req.body]; }`,
    reports: ["all"],
  },
  {
    name: "a handler given to on('connection')",
    code: `const open = new Map(); server.on("connection", (c) => { open.set(c.remoteAddress, c); });`,
    reports: ["open"],
  },
  {
    name: "a static field",
    code: `class Users { static cache = new Map(); get(userId) { Users.cache.set(userId, 1); } } export { Users };`,
    reports: ["Users.cache"],
  },
  {
    name: "a static private field",
    code: `class Users { static #cache = new Map(); get(userId) { Users.#cache.set(userId, 1); } } export { Users };`,
    reports: ["Users.#cache"],
  },
  {
    name: "a private field of a singleton",
    code: `class Pool { #waiting = new Map(); take(requestId) { this.#waiting.set(requestId, 1); } } export const pool = new Pool();`,
    reports: ["Pool.#waiting"],
  },
  {
    name: "a field that the constructor makes",
    code: `class Hub { constructor() { this._rooms = new Map(); } join(roomId) { this._rooms.set(roomId, 1); } } export const hub = new Hub();`,
    reports: ["Hub._rooms"],
  },
  {
    name: "a field of an emitter class",
    code: `import { EventEmitter } from "node:events"; export class Peers extends EventEmitter { #known = new Set(); meet(peer) { this.#known.add(peer.id); } }`,
    reports: ["Peers.#known"],
  },
  {
    name: "a class kept as its own instance",
    code: `class Registry { static instance; #all = new Map(); static get() { return (Registry.instance ??= new Registry()); } put(token) { this.#all.set(token, 1); } } export { Registry };`,
    reports: ["Registry.#all"],
  },
  {
    name: "middleware with a Map in its closure",
    code: `export function limit() { const hits = new Map(); return (req, res, next) => { hits.set(req.ip, 1); next(); }; }`,
    reports: ["hits"],
  },
  {
    name: "an alias",
    code: `const seen = new Set(); function mark(userId) { const s = seen; s.add(userId); } export { mark };`,
    reports: ["seen"],
  },
  {
    name: "CommonJS",
    code: `const tokens = new Map(); exports.issue = function (user) { tokens.set(user.token, user); };`,
    reports: ["tokens"],
  },
  {
    name: "a module wrapped in a function that runs on the spot",
    code: `(function () { const byId = new Map(); window.track = function (id) { byId.set(id, 1); }; })();`,
    reports: ["byId"],
  },
  {
    name: "an insert inside forEach in a repeated function",
    code: `const seen = new Map(); export function receive(messages) { messages.forEach((m) => { seen.set(m.id, m); }); }`,
    reports: ["seen"],
  },
  {
    name: "a key made from an id by a template",
    code: "const cache = new Map(); export function load(user) { cache.set(`user:${user.id}`, user); }",
    reports: ["cache"],
  },
  {
    name: "defineProperty on a dictionary",
    code: `const table = {}; export function put(sessionId, value) { Object.defineProperty(table, sessionId, { value }); }`,
    reports: ["table"],
  },
  {
    name: "getOrInsert",
    code: `const rooms = new Map(); export function room(roomId) { return rooms.getOrInsert(roomId, []); }`,
    reports: ["rooms"],
  },
  {
    name: "typed, cast, and private by keyword",
    code: `class Gateway { private readonly open = new Map<string, object>(); accept(conn: { id: string }) { (this.open as Map<string, object>).set(conn.id, conn); } } export const gateway = new Gateway();`,
    reports: ["Gateway.open"],
    typescript: true,
  },
  {
    name: "a decorated service",
    code: `@Injectable() export class Orders { private readonly byId = new Map(); add(orderId: string) { this.byId.set(orderId, 1); } }`,
    reports: ["Orders.byId"],
    typescript: true,
  },
  {
    name: "a key that nothing is known of",
    code: `const things = new Map(); export function put(thing, value) { things.set(thing, value); }`,
    reports: [],
    strict: ["things"],
  },
  {
    name: "a collection that is handed on",
    code: `const sessions = new Map(); start(sessions); export function open(socket) { sessions.set(socket.id, 1); }`,
    reports: [],
    strict: ["sessions"],
  },
  {
    name: "a key whose name only ends like an id",
    code: `const index = new Map(); export function add(word) { const normalized = word.trim(); index.set(normalized, 1); }`,
    reports: [],
    strict: ["index"],
  },
  {
    name: "a property of an object of the module",
    code: `const state = { sessions: new Map() }; export function open(sessionId) { state.sessions.set(sessionId, {}); }`,
    reports: ["state.sessions"],
  },
  {
    name: "an object of the module that adds to itself",
    code: `module.exports = { seen: {}, see(userId) { this.seen[userId] = true; } };`,
    reports: ["module.exports.seen"],
  },
  {
    name: "a property of the exports",
    code: `exports.attached = new Set(); exports.onConnection = (socket) => { module.exports.attached.add(socket); };`,
    reports: ["exports.attached"],
  },
  {
    name: "a property of the global object, made unless it is there",
    code: `globalThis.cache ??= new Map(); export function load(url) { globalThis.cache.set(url, 1); }`,
    reports: ["globalThis.cache"],
  },
  {
    name: "a property that a class is given outside of it",
    code: `class Conn {} Conn.all = {}; export function accept(connId) { const { all } = Conn; all[connId] = new Conn(); }`,
    reports: ["Conn.all"],
  },
];

/** Collections that do not grow for ever, or cannot be told to. */
export const bounded: readonly Shape[] = [
  [
    "an object of the module that takes out what it added",
    `const state = { open: new Map(), add(id) { this.open.set(id, 1); }, remove(id) { this.open.delete(id); } }; export default state;`,
  ],
  [
    "an object of the module that is replaced",
    `let state = { open: {} }; export function add(id) { state.open[id] = 1; } export function reset() { state = { open: {} }; }`,
  ],
  [
    "a property of what a function makes each time",
    `export function parse(req) { const state = { open: new Map() }; state.open.set(req.id, 1); return state; }`,
  ],
  [
    "properties of exports that are filled as the module is loaded",
    `exports.byId = {}; for (const one of require("./list.json")) exports.byId[one.id] = one;`,
  ],
  [
    "counts by status, of which HTTP has few",
    `const counts = new Map(); export const handle = (req, res) => { counts.set(res.statusCode, 1); };`,
  ],
  [
    "deleted from",
    `const s = new Map(); export function a(id) { s.set(id, 1); } export function d(id) { s.delete(id); }`,
  ],
  ["cleared", `const s = new Set(); export function a(id) { s.add(id); } export function d() { s.clear(); }`],
  ["filled at the top level", `const m = new Map(); for (const id of ids) m.set(id, 1); export { m };`],
  [
    "constant keys",
    `const m = new Map(); export function f() { m.set("a", 1); m.set(KEY, 2); m.set(Kind.FOO, 3); }`,
  ],
  ["a WeakMap", `const m = new WeakMap(); export function f(req) { m.set(req, 1); }`],
  ["guarded by its size", `const m = new Map(); export function f(id) { if (m.size < 100) m.set(id, 1); }`],
  [
    "replaced",
    `let m = new Map(); export function f(id) { m.set(id, 1); } export function reset() { m = new Map(); }`,
  ],
  [
    "filtered",
    `let l = []; export function f(req) { l.push(req); } export function sweep() { l = l.filter((r) => r.open); }`,
  ],
  [
    "added to by a function that only runs at the start",
    `const m = new Map(); function load(id) { m.set(id, 1); } load("a"); load("b");`,
  ],
  ["on the spot", `const m = new Map(); (function () { m.set(nextId(), 1); })();`],
  [
    "filled by a constructor",
    `class FooManager { #m = new Map(); constructor(ids) { for (const id of ids) this.#m.set(id, 1); } } export const f = new FooManager([]);`,
  ],
  [
    "deleted from through an alias",
    `class FooManager { #m = new Map(); a(id) { this.#m.set(id, 1); } d(id) { const m = this.#m; m.delete(id); } } export const f = new FooManager();`,
  ],
  [
    "deleted from through destructuring",
    `class FooManager { m = new Map(); a(id) { this.m.set(id, 1); } d(id) { const { m } = this; m.delete(id); } } export const f = new FooManager();`,
  ],
  [
    "a dictionary with delete",
    `const o = {}; export function a(id) { o[id] = 1; } export function d(id) { delete o[id]; }`,
  ],
  [
    "a queue",
    `const q = []; export function a(req) { q.push(req); } export function d() { return q.shift(); }`,
  ],
  [
    "emptied by its length",
    `const q = []; export function a(req) { q.push(req); } export function d() { q.length = 0; }`,
  ],
  ["local", `export function f(ids) { const m = new Map(); for (const id of ids) m.set(id, 1); return m; }`],
  [
    "said to be finite",
    `/* bounded: one per tenant of the license */ const m = new Map(); export function f(id) { m.set(id, 1); }`,
  ],
  [
    "a registration",
    `const handlers = new Map(); export function register(id, handler) { handlers.set(id, handler); }`,
  ],
  [
    "keyed by a name of the program",
    `const byName = new Map(); export function use(name, value) { byName.set(name, value); }`,
  ],
  [
    "a field of a class that comes and goes",
    `class Parser { #seen = new Set(); read(id) { this.#seen.add(id); } } export function parse() { return new Parser(); }`,
  ],
  [
    "a Reflect.deleteProperty",
    `const o = {}; export function a(id) { o[id] = 1; } export function d(id) { Reflect.deleteProperty(o, id); }`,
  ],
  ["only read", `const m = new Map(entries()); export function f(id) { return m.get(id); }`],
  [
    "keyed by a remainder",
    `const last = new Map(); export function mark(shard) { const bucket = (shard.id % limit) || 0; last.set(bucket, 1); }`,
  ],
  [
    "keyed by the id of a plugin",
    `const plugins = {}; export function added(plugin) { plugins[plugin.id] = plugin; }`,
  ],
  [
    "keyed by what it is configured with",
    "const made = new Map(); export function open(config) { const key = `${config.location}-${config.serviceId}`; made.set(key, 1); }",
  ],
  [
    "in an emitter that ends",
    `class VoiceConnection extends EventEmitter { speakers = {}; heard(packet) { this.speakers[packet.userId] = 1; } } export { VoiceConnection };`,
  ],
  [
    "a class of the program as key",
    `const m = new Map(); class Foo {} export function f() { m.set(Foo, 1); }`,
  ],
].map(([name, code]) => ({ name: name!, code: code!, reports: [] }));
