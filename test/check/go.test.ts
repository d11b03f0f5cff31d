import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { check, type Level, type Problem } from "../../src/check/index.ts";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { root } from "../e2e/nodes.ts";

async function inGo(
  files: Readonly<Record<string, string>>,
  level: Level = "identity",
): Promise<readonly Problem[]> {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(cwd, name, ".."), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  const options = { paths: ["."], cwd, language: "go", level, baseline: null, profile: null } as const;
  return (await check({ ...options })).problems;
}

const inPackage = (body: string): Record<string, string> => ({
  "main.go": `package main\n\nimport (\n\t"net"\n\t"sync"\n)\n\nvar mu sync.Mutex\n\ntype session struct{ id uint64; Name string }\n\n${body}\n`,
});

const growing: readonly [string, string, string][] = [
  [
    "a package map",
    `var sessions = map[uint64]*session{}\nfunc open(s *session) { sessions[s.id] = s }`,
    "sessions",
  ],
  [
    "a package map with a type only",
    `var sessions map[uint64]*session\nfunc open(s *session) { sessions[s.id] = s }`,
    "sessions",
  ],
  ["a map by connection", `var open = map[net.Conn]int{}\nfunc serve(c net.Conn) { open[c] = 1 }`, "open"],
  [
    "a list that each connection is appended to",
    `var addrs []net.Addr\nfunc serve(c net.Conn) { addrs = append(addrs, c.LocalAddr()) }`,
    "addrs",
  ],
  [
    "a field of a struct without a name",
    `var sessions = struct { sync.Mutex; m map[string]string }{m: map[string]string{}}\nfunc put(token string) { sessions.m[token] = "" }`,
    "sessions.m",
  ],
  ["a counter by address", `var hits = make(map[string]int)\nfunc hit(addr string) { hits[addr]++ }`, "hits"],
  ["a sync.Map", `var conns sync.Map\nfunc open(c net.Conn) { conns.Store(c.RemoteAddr(), c) }`, "conns"],
  [
    "a field of a struct with a mutex",
    `type Hub struct { mu sync.Mutex; rooms map[string]int }\nfunc (h *Hub) join(roomID string) { h.rooms[roomID] = 1 }`,
    "Hub.rooms",
  ],
  [
    "a field of a package instance",
    `type box struct { all map[string]int }\nvar it = &box{}\nfunc (b *box) put(token string) { b.all[token] = 1 }`,
    "box.all",
  ],
  [
    "made by a constructor",
    `type Hub struct { mu sync.Mutex; rooms map[string]int }\nfunc NewHub() *Hub { h := &Hub{}; h.rooms = make(map[string]int); return h }\nfunc (h *Hub) join(roomID string) { h.rooms[roomID] = 1 }`,
    "Hub.rooms",
  ],
  [
    "a map beside a sync.Map",
    `type Hub struct { seen sync.Map; rooms map[string]int }\nfunc (h *Hub) join(roomID string) { h.rooms[roomID] = 1 }`,
    "Hub.rooms",
  ],
  [
    "a delete that a flag has to turn on",
    `var fix = false\nvar sessions = map[uint64]*session{}\nfunc open(s *session) { sessions[s.id] = s; if fix { delete(sessions, s.id) } }`,
    "sessions",
  ],
  [
    "deleted from a map of the same name in another struct's method",
    `type Hub struct { mu sync.Mutex; rooms map[string]int }\ntype Other struct { rooms map[string]int }\nfunc (o *Other) leave(id string) { delete(o.rooms, id) }\nfunc (h *Hub) join(roomID string) { h.rooms[roomID] = 1 }`,
    "Hub.rooms",
  ],
];
test.for(growing)("%s is reported", async ([, body, name]) => {
  expect((await inGo(inPackage(body))).map(({ subject }) => subject)).toEqual([name]);
});

const probable: readonly [string, string, string][] = [
  [
    "a field of a part of a shared struct",
    `type Server struct { mu sync.Mutex; sys *internal }\ntype internal struct { peers map[string]int }\nfunc (i *internal) meet(peerID string) { i.peers[peerID] = 1 }`,
    "internal.peers",
  ],
  [
    "a field of a part of a part",
    `type Server struct { mu sync.Mutex; sys outer }\ntype outer struct { in inner }\ntype inner struct { peers map[string]int }\nfunc (i *inner) meet(peerID string) { i.peers[peerID] = 1 }`,
    "inner.peers",
  ],
  [
    "a field of what a goroutine runs on",
    `type alerts struct { pending map[string]int }\nfunc (a *alerts) run(ids chan string) { for alertID := range ids { a.pending[alertID] = 1 } }\nfunc start(a *alerts, ids chan string) { go a.run(ids) }`,
    "alerts.pending",
  ],
  [
    "a list in a part of a shared struct",
    `type Server struct { mu sync.Mutex; log *journal }\ntype journal struct { lines []string }\nfunc (j *journal) write(line string) { j.lines = append(j.lines, line) }`,
    "journal.lines",
  ],
];
test.for(probable)("%s is reported at the level strict", async ([, body, name]) => {
  expect(await inGo(inPackage(body))).toEqual([]);
  expect((await inGo(inPackage(body), "strict")).map(({ subject }) => subject)).toEqual([name]);
});

const bounded: readonly [string, string][] = [
  [
    "deleted from",
    `var sessions = map[uint64]*session{}\nfunc open(s *session) { sessions[s.id] = s }\nfunc shut(s *session) { delete(sessions, s.id) }`,
  ],
  [
    "added to behind a constant that is off",
    `const trace = false\nvar sessions = map[uint64]*session{}\nfunc open(s *session) { if trace { sessions[s.id] = s } }`,
  ],
  [
    "deleted from when deferred",
    `var sessions = map[uint64]*session{}\nfunc serve(s *session) { sessions[s.id] = s; defer func() { delete(sessions, s.id) }() }`,
  ],
  [
    "deleted from on a condition of the data",
    `var sessions = map[uint64]*session{}\nfunc serve(s *session) { sessions[s.id] = s; if s.Name == "" { delete(sessions, s.id) } }`,
  ],
  [
    "cleared",
    `var sessions = map[uint64]*session{}\nfunc open(s *session) { sessions[s.id] = s }\nfunc sweep() { clear(sessions) }`,
  ],
  [
    "replaced",
    `var sessions = map[uint64]*session{}\nfunc open(s *session) { sessions[s.id] = s }\nfunc sweep() { sessions = map[uint64]*session{} }`,
  ],
  [
    "deleted from through an alias",
    `var sessions = map[uint64]*session{}\nfunc open(s *session) { sessions[s.id] = s }\nfunc sweep(id uint64) { m := sessions; delete(m, id) }`,
  ],
  [
    "guarded by its length",
    `var sessions = map[uint64]*session{}\nfunc open(s *session) { if len(sessions) < 100 { sessions[s.id] = s } }`,
  ],
  ["filled by init", `var sessions = map[uint64]*session{}\nfunc init() { sessions[nextID()] = nil }`],
  [
    "constant keys",
    `const userID = "u"\nvar seen = map[string]int{}\nfunc f() { seen["a"]++; seen[userID]++ }`,
  ],
  [
    "a sync.Map that is deleted from",
    `var conns sync.Map\nfunc open(id string) { conns.Store(id, 1) }\nfunc shut(id string) { conns.LoadAndDelete(id) }`,
  ],
  ["a local map", `func f(ids []string) { m := map[string]int{}; for _, id := range ids { m[id] = 1 } }`],
  [
    "a parameter of the same name",
    `var sessions = map[uint64]*session{}\nfunc open(sessions map[uint64]*session, s *session) { sessions[s.id] = s }`,
  ],
  [
    "a registration",
    `var handlers = map[string]func(){}\nfunc Register(id string, f func()) { handlers[id] = f }`,
  ],
];
test.for(bounded)("a map that is %s is not", async ([, body]) => {
  expect(await inGo(inPackage(body))).toEqual([]);
});

test("a package is judged as a whole, and tests and generated files are left out", async () => {
  const open = "package a\n\nvar sessions = map[string]int{}\n\nfunc open(id string) { sessions[id] = 1 }\n";
  const shut = "package a\n\nfunc shut(id string) { delete(sessions, id) }\n";
  expect(await inGo({ "a/open.go": open, "a/shut.go": shut })).toEqual([]);
  expect(await inGo({ "a/open.go": open, "b/shut.go": shut })).toHaveLength(1);
  expect(await inGo({ "a/open.go": open, "a/shut_test.go": shut })).toHaveLength(1);
  expect(await inGo({ "a/open.go": `// Code generated by x. DO NOT EDIT.\n${open}` })).toEqual([]);
});

const leakserver = join(root, "../shared/fixtures/go/leakserver");
describe.skipIf(!existsSync(leakserver))("the leaking Go server of the fixtures (needs ../shared)", () => {
  test("is reported, with the line that adds and the flag that would mend it", async () => {
    const options = {
      paths: ["."],
      cwd: leakserver,
      language: "go",
      level: "identity",
      baseline: null,
      profile: null,
    } as const;
    const { problems } = await check(options);
    expect(problems.map(({ subject, file }) => [subject, file])).toEqual([["sessions", "main.go"]]);
    expect(problems[0]!.message).toContain("only taken out when *fix is on");
    const lines = readFileSync(join(leakserver, "main.go"), "utf8").split("\n");
    expect(lines[problems[0]!.growsAt! - 1]).toContain("sessions[s.id] = s");
  });

  test("is not, when it always deletes", async () => {
    const cwd = temporaryFolder();
    cpSync(leakserver, cwd, { recursive: true });
    const source = readFileSync(join(cwd, "main.go"), "utf8").replace("if *fix {", "{");
    writeFileSync(join(temporaryFolder(), "main.go"), source);
    expect(await inGo({ "main.go": source })).toEqual([]);
  });
});
