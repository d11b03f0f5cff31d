import { TargetError } from "#target";
import { expect, test } from "vitest";
import { parseAddress } from "./address.ts";

test.each([
  ["4242", { kind: "pid", pid: 4242 }],
  ["ws://127.0.0.1:9229/abc-def", { kind: "inspector", address: "ws://127.0.0.1:9229/abc-def" }],
  ["wss://debug.example.org/abc", { kind: "inspector", address: "wss://debug.example.org/abc" }],
  ["127.0.0.1:9229", { kind: "inspector", address: "127.0.0.1:9229" }],
  ["localhost:9229", { kind: "inspector", address: "localhost:9229" }],
  ["[::1]:9229", { kind: "inspector", address: "[::1]:9229" }],
  ["my-host.internal:9229", { kind: "inspector", address: "my-host.internal:9229" }],
  ["http://127.0.0.1:6060", { kind: "pprof", url: "http://127.0.0.1:6060" }],
  ["https://svc.example.org/debug/pprof/", { kind: "pprof", url: "https://svc.example.org/debug/pprof/" }],
])("%s is understood", (text, address) => {
  expect(parseAddress(text)).toEqual(address);
});

test.each([
  "",
  "server.js",
  "-1",
  "4242x",
  "0x10",
  "1.5",
  ":9229",
  "host:",
  "ftp://host/",
  "::1:9229",
  "a b:1",
])("'%s' is refused with what is allowed", (text) => {
  expect(() => parseAddress(text)).toThrow(TargetError);
  expect(() => parseAddress(text)).toThrow(/is no target: give a pid .*an inspector .*a service/);
});
