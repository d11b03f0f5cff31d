import { expect, test } from "vitest";
import { readNodeOptions, scriptOf } from "./node-options.ts";

const argv = (line: string): string[] => line.split(" ");

test.each([
  ["node server.js", []],
  ["node --inspect server.js", [9229]],
  ["node --inspect=9230 server.js", [9230]],
  ["node --inspect=0.0.0.0:9231 server.js", [9231]],
  ["node --inspect-port=0 server.js", [0]],
  ["node --inspect-port 9233 server.js", [9233]],
  ["node --inspect-brk=[::1]:9232 server.js", [9232]],
  ["node server.js --inspect=9999", []],
])("%s names the inspector ports %j", (line, ports) => {
  expect(readNodeOptions(argv(line), null).inspectorPorts).toEqual(ports);
});

test("argv comes before NODE_OPTIONS", () => {
  const options = readNodeOptions(
    argv("node --inspect-port=9300 a.js"),
    "--inspect-port=9301 --disable-sigusr1",
  );
  expect(options.inspectorPorts).toEqual([9300, 9301]);
  expect(options.sigusr1Disabled).toBe(true);
});

test("quotes in NODE_OPTIONS keep a value with spaces together", () => {
  const options = readNodeOptions(["node"], '--require "/a dir/\\"--permission\\" x.js" --disable-sigusr1');
  expect(options).toMatchObject({ sigusr1Disabled: true, permissionModel: false });
});

test("--permission shuts the inspector unless --allow-inspector opens it", () => {
  expect(readNodeOptions(argv("node --permission a.js"), null).permissionModel).toBe(true);
  expect(readNodeOptions(argv("node --experimental-permission a.js"), null).permissionModel).toBe(true);
  expect(readNodeOptions(argv("node --permission --allow-inspector a.js"), null).permissionModel).toBe(false);
});

test.each([
  ["node server.js --port 1", "server.js"],
  ["node -r ./hook.js --import ./x.mjs server.js", "server.js"],
  ["node --max-old-space-size=512 dist/main.js", "dist/main.js"],
  ["node --watch-path src --watch server.js", "server.js"],
  ["node -e 1", "-e"],
  ["node", null],
])("%s runs the script %j", (line, script) => {
  expect(scriptOf(argv(line))).toBe(script);
});
