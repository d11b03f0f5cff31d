import { expect, test } from "vitest";
import { dataUrlText, mapUrlOf } from "./map-comment.ts";

test("the last comment names the map", () => {
  expect(mapUrlOf("a();\n//# sourceMappingURL=old.map\nb();\n//# sourceMappingURL=new.map\n")).toBe(
    "new.map",
  );
  expect(mapUrlOf("a();\n//@ sourceMappingURL=a.js.map")).toBe("a.js.map");
});

test("other comments and blank lines may follow", () => {
  expect(mapUrlOf("a();\n//# sourceMappingURL=a.js.map\r\n//# debugId=1\n\n")).toBe("a.js.map");
});

test("the words inside code are no comment", () => {
  expect(mapUrlOf("const c = '//# sourceMappingURL=' + url;\n")).toBeNull();
  expect(mapUrlOf("//# sourceMappingURL=a.js.map\nlate();\n")).toBeNull();
  expect(mapUrlOf("const c = 'sourceMappingURL=x';")).toBeNull();
  expect(mapUrlOf("const a = 1;")).toBeNull();
});

test("data: URLs are read in base64 and percent-encoded, as UTF-8", () => {
  const json = '{"sources":["größe.ts"]}';
  expect(dataUrlText(`data:application/json;base64,${Buffer.from(json).toString("base64")}`)).toBe(json);
  expect(
    dataUrlText(`data:application/json;charset=utf-8;base64,${Buffer.from(json).toString("base64")}`),
  ).toBe(json);
  expect(dataUrlText(`data:application/json,${encodeURIComponent(json)}`)).toBe(json);
  expect(() => dataUrlText("data:application/json;base64")).toThrow("no comma");
});
