import { expect, test } from "vitest";
import { isSameHolder, type NamedHolder } from "./same-holder.ts";

const at = (path: string, kind: NamedHolder["kind"] = "Map", file: string | null = "a.js"): NamedHolder => ({
  name: path.split(/[.[]/u).at(-1)!,
  path,
  kind,
  file,
});

test.each([
  [at("sessions"), at("sessions", "Map", null)],
  [at("exports.pool"), at("pool")],
  [at("door", "promise"), { ...at("door.then(…)", "listeners"), name: "door" }],
  [at("rooms"), at("rooms[…]")],
  [at("app.locals.sessions"), at("sessions")],
  [at("pool.#waiting"), at("Pool.#waiting")],
  [at("sessions"), at("sessions.#entries.#table.#cells", "Array")],
  [at("sessions"), at("sessions.#entries.#table.#cells", "Array", "entry-table.js")],
])("%j and %j are one", (one, other) => {
  expect(isSameHolder(one, other)).toBe(true);
  expect(isSameHolder(other, one)).toBe(true);
});

test.each([
  [at("cache"), at("cache", "Map", "b.js")],
  [at("cache"), at("cached")],
  [at("store.rows"), at("store.columns")],
  [at("cache"), at("store.cache", "Array", "b.js")],
  [at("rooms"), at("rooms[…].log", "Array")],
])("%j and %j are two", (one, other) => {
  expect(isSameHolder(one, other)).toBe(false);
  expect(isSameHolder(other, one)).toBe(false);
});
