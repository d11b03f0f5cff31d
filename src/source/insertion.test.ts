import { expect, test } from "vitest";
import { changesOf } from "./insertion.ts";
import { linksIn } from "./link.ts";
import { Outline } from "./outline.ts";
import { SourceText } from "./source-text.ts";

/** What a text does to a holder: `+index(key)`, `-delete(key)`. */
function changes(source: string, holder = "map", declaredAt?: number): string[] {
  const outline = new Outline(new SourceText(source));
  const { inserts, removals } = changesOf(outline, holder, declaredAt === undefined ? {} : { declaredAt });
  return [
    ...inserts.map(({ kind, key }) => `+${kind}(${key ?? ""})`),
    ...removals.map(({ kind, key }) => `-${kind}(${key ?? ""})`),
  ];
}

test.each([
  ["map[key] = v", "+index(key)"],
  ["map[key] ||= v", "+index(key)"],
  ["next = { ...state, map: [...state.map, v] }", "+copy()"],
  ["next = { ...state, map: [v, ...state.map] }", "+copy()"],
  ["map[key] ??= v", "+index(key)"],
  ["map[key]++", "+index(key)"],
  ["map[`a${b}`] = v", "+index()"],
  ["map[a.b] = v", "+index(a.b)"],
  ["(map[key] ??= []).push(v)", "+index(key)"],
  ["(map as Any)[key] = v", "+index(key)"],
  ["this.map[key] = v", "+index(key)"],
  ["map.push(v)", "+push(v)"],
  ["map?.push({ v })", "+push()"],
  ["map!.set(id, v)", "+set(id)"],
  ["map.set(nextId++, v)", "+set()"],
  ["map.add(socket)", "+add(socket)"],
  ["map.unshift(v)", "+push(v)"],
  ["map.splice(0, 0, v)", "+push(v)"],
  ["store().map.add(v)", "+add(v)"],
  ["Object.assign(map, more)", "+assign()"],
  ["Object.defineProperty(map, key, { value })", "+assign(key)"],
  ["Reflect.set(map, key, v)", "+assign(key)"],
  ["Array.prototype.push.apply(map, items)", "+push()"],
  ["map = [...map, v]", "+copy()"],
  ["map = { ...map, [key]: v }", "+copy()"],
  ["this.map = this.map.concat(v)", "+copy()"],
  ["map = new Map([...map, [key, v]])", "+copy()"],
  ["map = new Node(v, map)", "+copy()"],
  ["map = { v, next: map }", "+copy()"],
  ["map = { v, map }", "+copy()"],
  ["map = [v, map]", "+copy()"],
  ["map = new Map([...map].slice(1))", "-reset()"],
  ["map = new Map(map)", "-reset()"],
  ["function f() { const m = map; m.set(key, v); }", "+set(key)"],
  ["function f() { const m = this.map; m.delete(key); }", "-delete(key)"],
  ["map.on('message', f)", "+listen()"],
  ["delete map[key]", "-delete(key)"],
  ["delete map.fixed", "-delete(fixed)"],
  ["map.delete(id)", "-delete(id)"],
  ["map.splice(i, 1)", "-take(i)"],
  ["map.shift()", "-take()"],
  ["map.pop()", "-take()"],
  ["map.clear()", "-clear()"],
  ["map = {}", "-reset()"],
  ["map = new Map()", "-reset()"],
  ["map = map.filter(f)", "-reset()"],
  ["map.length = 0", "-length()"],
  ["map.off('message', f)", "-unlisten()"],
  ["Reflect.deleteProperty(map, key)", "-delete(key)"],
])("%s is %s", (source, expected) => {
  expect(changes(source)).toEqual([expected]);
});

test.each([
  "const map = new Map()",
  "let a, map = {}",
  "class P { map = []; static map = {} }",
  "class P { constructor() { this.map = {} } }",
  "exports.map = {}",
  "f(map[key])",
  "x = map[key]",
  "if (map[key] === v) f(map.get(key))",
  "map.forEach(f)",
  "map.length > 0",
  "// map.set(1, 2)",
  "'map.set(1, 2)'",
  "delete map[key].part",
  "mapped.set(1, 2)",
  "Object.assign({}, map)",
])("%s changes nothing", (source) => {
  expect(changes(source)).toEqual([]);
});

test("each change says in which function and class it lies and where", () => {
  const source = [
    "class Pool {",
    "  #waiting = [];",
    "  add(job) {",
    "    this.#waiting.push(job);",
    "  }",
    "  next() { return this.#waiting.shift() }",
    "}",
  ].join("\n");
  const { inserts, removals } = changesOf(new Outline(new SourceText(source)), "pool.#waiting");
  expect(inserts).toEqual([
    {
      kind: "push",
      function: "add",
      className: "Pool",
      line: 4,
      column: 5,
      excerpt: "this.#waiting.push(job);",
      key: "job",
      offset: source.indexOf("#waiting.push"),
    },
  ]);
  expect(removals.map(({ function: name, line }) => [name, line])).toEqual([["next", 6]]);
});

const SHADOWED = [
  "const map = new Map();",
  "function a(k) { map.set(k, 1); }",
  "function b(k) { const map = new Map(); map.set(k, 2); map.clear(); }",
  "function c(map) { map.add(k); }",
  "function d() { this.map.push(1); }",
].join("\n");

test("a local variable of the same name is somebody else's", () => {
  expect(changes(SHADOWED)).toEqual(["+set(k)"]);
  expect(changes(SHADOWED, "map", 1)).toEqual(["+set(k)"]);
  expect(changes(SHADOWED, "map", 3)).toEqual(["+set(k)", "-clear()"]);
});

test("a path picks the properties, and those that spell its owner when there are any", () => {
  expect(changes(SHADOWED, "pool.map")).toEqual(["+push()"]);
  expect(changes("a.map.push(x); b.map.push(y)", "b.map")).toEqual(["+push(y)"]);
  expect(changes("exports.map = {};\nexports.map[k] = 1; other.map[j] = 1;", "exports.map")).toEqual([
    "+index(k)",
  ]);
});

test.each([
  ["rooms.get(name).add(v)", "+add(v)"],
  ["rooms.get(name)?.members.push(v)", "+push(v)"],
  ["rooms[name].push(v)", "+push(v)"],
  ["(rooms[name] ??= []).push(v)", "+push(v)"],
  ["rooms[name][key] = v", "+index(key)"],
  ["function f() { let room = rooms.get(name); if (!room) { room = []; } room.push(v); }", "+push(v)"],
  ["function f() { const room = new Set(); rooms.set(name, room); room.add(v); }", "+add(v)"],
  ["function f() { let at = rooms; at = at.get(name); at.set(key, v); }", "+set(key)"],
  ["rooms.get(name).delete(key)", "-delete(key)"],
  ["rooms.delete(name)", "-delete(name)"],
  ["rooms.set(name, new Set())", ""],
  ["function f() { const size = rooms.get(name).size; size.push(v); }", ""],
  ["function f() { const room = rooms.get(name); } function g(room) { room.push(v); }", ""],
])("of the entries of a holder, %s is %s", (source, expected) => {
  expect(changes(source, "rooms[…]").join()).toBe(expected);
});

test("a class calls its field by this, whatever its objects are called", () => {
  const text =
    "class Pool { add(v) { this.jobs.push(v); } }\nclass Other { add(v) { this.jobs.unshift(v); } }\npool.jobs.length > 9;";
  const outline = new Outline(new SourceText(text));
  const lines = (ofClass?: string): (string | null)[] =>
    changesOf(outline, "pool.jobs", ofClass === undefined ? {} : { ofClass }).inserts.map(
      ({ className }) => className,
    );
  expect(lines()).toEqual([]);
  expect(lines("Pool")).toEqual(["Pool"]);
});

test("a longer copy of what an object holds adds to it, whatever holds the copy", () => {
  expect(changes("const byId = { ...state.byId, [id]: v };", "state.byId")).toEqual(["+copy()"]);
  expect(changes("const byId = { ...state.byId };", "state.byId")).toEqual([]);
  expect(changes("this.list = [...this.list, v];", "store.list")).toEqual(["+copy()"]);
});

test.each([
  ["last.next = link", 1],
  ["this.last.next = this.first = link", 1],
  ["link.next = head.next", 0],
  ["const { next } = link; prev.next = next", 0],
  ["link.next = null", 0],
  ["link.next = void 0", 0],
  ["this.next = this.prev = undefined", 0],
])("in %j, %i lines link one object to the next", (text, count) => {
  expect(linksIn(new Outline(new SourceText(text)), "next")).toHaveLength(count);
});

test("a slot that is given nothing is emptied, and links are told from unlinking", () => {
  const text = `class Queue {
  take() { const value = this.list[this.head]; this.list[this.head] = undefined; return value; }
  put(value) { this.list[this.tail++] = value; }
  link(node) { this.last.next = node; node.next = null; this.last.next = this.last.next.next; }
}`;
  const outline = new Outline(new SourceText(text));
  const { inserts, removals } = changesOf(outline, "queue.list");
  expect(inserts.map((insert) => insert.function)).toEqual(["put"]);
  expect(removals.map((removal) => removal.function)).toEqual(["take"]);
  expect(linksIn(outline, "next")).toEqual([
    expect.objectContaining({ function: "link", line: 4, column: 16 }),
  ]);
});
