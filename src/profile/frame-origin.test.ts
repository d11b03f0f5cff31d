import { expect, test } from "vitest";
import { frameOrigin, framePackage, goPackagePath } from "./frame-origin.ts";

const frame = (name: string, file: string) => ({ function: name, file, line: 1, column: 0 });

test.each([
  ["net/http.(*conn).serve", "/usr/lib/go-1.19/src/net/http/server.go", "platform"],
  ["net/http.(*conn).serve", "net/http/server.go", "platform"],
  ["strings.(*Builder).grow", "/usr/local/go/src/strings/builder.go", "platform"],
  ["runtime.main", "/opt/go/src/runtime/proc.go", "platform"],
  [
    "vendor/golang.org/x/net/http2/hpack.NewDecoder",
    "/usr/lib/go/src/vendor/golang.org/x/net/http2/hpack/hpack.go",
    "platform",
  ],
  ["encoding/json.(*Decoder).Decode", "", "platform"],
  ["main.newSession", "/srv/app/main.go", "application"],
  ["main.main.func1", "example.com/leakserver/main.go", "application"],
  ["log.Write", "/home/me/log/write.go", "application"],
  ["myapp/internal/store.(*Store).Put", "/srv/myapp/internal/store/store.go", "application"],
  ["example.com/shop/cart.Add[go.shape.string]", "/srv/shop/cart/cart.go", "application"],
  [
    "github.com/redis/go-redis/v9.(*Client).Get",
    "/root/go/pkg/mod/github.com/redis/go-redis/v9@v9.5.1/redis.go",
    "dependency",
  ],
  [
    "github.com/redis/go-redis/v9.(*Client).Get",
    "github.com/redis/go-redis/v9@v9.5.1/redis.go",
    "dependency",
  ],
  ["gopkg.in/yaml%2ev3.Unmarshal", "/srv/app/vendor/gopkg.in/yaml.v3/yaml.go", "dependency"],
  ["handle", "file:///srv/app/src/server.js", "application"],
  ["(anonymous)", "file:///srv/app/src/server.js", "application"],
  ["Router.handle", "/srv/app/node_modules/@hono/router/index.js", "dependency"],
  ["onread", "node:internal/stream_base_commons", "platform"],
  ["(V8 API)", "", "platform"],
  ["malloc", "", "platform"],
])("%s in %s is the %s's", (name, file, origin) => {
  expect(frameOrigin(frame(name, file))).toBe(origin);
});

test("a dependency's package is named, with its version where the path tells", () => {
  const packages = [
    frame("github.com/BurntSushi/toml.Decode", "/go/pkg/mod/github.com/!burnt!sushi/toml@v1.3.2/decode.go"),
    frame("gopkg.in/yaml%2ev3.Unmarshal", "/srv/app/vendor/gopkg.in/yaml.v3/yaml.go"),
    frame("route", "/srv/node_modules/a/node_modules/@hono/router/dist/index.js"),
    frame("main.main", "/srv/app/main.go"),
  ].map(framePackage);
  expect(packages).toEqual([
    { name: "github.com/BurntSushi/toml", version: "v1.3.2" },
    { name: "gopkg.in/yaml.v3", version: null },
    { name: "@hono/router", version: null },
    null,
  ]);
});

test("the package path of a Go function ends at the first dot after the last slash", () => {
  expect(
    ["main.main", "net/http.(*conn).serve", "a.b/c%2ed.F[x.y/z.T]", "malloc"].map(goPackagePath),
  ).toEqual(["main", "net/http", "a.b/c.d", ""]);
});
