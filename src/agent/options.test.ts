import { expect, test } from "vitest";
import { AgentOptionError, agentOptions, environmentOptions } from "./options.ts";

test("everything has a default, and register keeps a flight recorder", () => {
  expect(agentOptions()).toMatchObject({ port: 6060, host: "127.0.0.1", token: null, recorder: null });
  expect(agentOptions(environmentOptions({}))).toMatchObject({ port: 6060, recorder: {} });
  expect(agentOptions(environmentOptions({ SAWTOOTH_RECORDER: "off" })).recorder).toBeNull();
  expect(agentOptions(environmentOptions({ SAWTOOTH_RECORDER: "/data" })).recorder).toEqual({
    folder: "/data",
  });
});

test("the environment says what a user may say", () => {
  const env = {
    SAWTOOTH_PORT: "off",
    SAWTOOTH_HOST: "0.0.0.0",
    SAWTOOTH_TOKEN: "0123456789abcdef",
    SAWTOOTH_HOSTS: "a.internal, b.internal",
    SAWTOOTH_EXTERNAL: "1",
  };
  expect(agentOptions(environmentOptions(env))).toMatchObject({
    port: null,
    host: "0.0.0.0",
    token: "0123456789abcdef",
    hosts: ["a.internal", "b.internal"],
    external: true,
  });
});

test.each([
  [{ port: 70_000 }, "port 70000 is no port: give 0 to 65535, or null to serve by handlers only"],
  [{ host: "0.0.0.0" }, /^host 0\.0\.0\.0 can be reached from other machines: set a token as well/],
  [{ host: "127.0.0.1.evil.example" }, /can be reached from other machines/],
  [{ token: "short" }, /^a token of 5 characters is refused: give at least 16/],
  [{ token: "spaces are not allowed" }, /is refused/],
  [{ recorder: { maximumBytes: 5 } }, /^recorder\.maximumBytes 5 is too little/],
])("%j is refused in one line", (given, message) => {
  expect(() => agentOptions(given)).toThrow(AgentOptionError);
  expect(() => agentOptions(given)).toThrow(message);
});

test("a port that is no number is refused by its name", () => {
  expect(() => environmentOptions({ SAWTOOTH_PORT: "http" })).toThrow("SAWTOOTH_PORT=http is no port");
});
