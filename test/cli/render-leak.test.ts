import { describe, expect, test } from "vitest";
import { mapLeak, memory, textAt as at } from "../build/findings.ts";
import { arrayLeak, goLeak, goService, listenerLeak, packageLeak } from "../build/leaks.ts";

const MIB = 2 ** 20;

describe("a leak on a page of 80 columns", () => {
  test("in a Map is named with holder, line, rate, forecast and fix", () => {
    expect(at(80, {})).toMatchInlineSnapshot(`
      "
       node dist/server.js (pid 4242) · Node v22.23.3 · up 3 d 4 h

       LEAK  sessions gained 205 entries in 60 s and lost none

       held by    const sessions = new Map<string, Session>();
                  src/registry.ts:12   Map in module scope
       grows at   sessions.set(id, { socket, history: [] });
                  src/registry.ts:41:12   100 % of inserts
                  openSession ← onConnection
       holds      406 MiB   33 KiB per entry   +6.6 MiB/min
                  12 408 → 12 613 entries (+3.4/s)
       runs out   in 3 h 42 min – 4 h   heap limit 2.0 GiB, 519 MiB used now
       memory     ▁▁▁▂▁▃▂▄▃▆▄▆▅▇▆▇▇███   512 → 521 MiB after GC   RSS 572 → 579 MiB

       fix        Delete the entry when its connection closes:
                    socket.once("close", () => sessions.delete(id));
                  Or bound it, so that the oldest entry leaves:
                    const sessions = new BoundedMap({ max: 10_000, ttl: "30m" });

       evidence   31 counts, 112 sampled inserts; explains 99 % of the memory growth
       searched   1 312 collections, 9 812 functions, 40 211 objects; 26 looks in 60 s
       cost       0.9 s of CPU time in the target, longest pause 6 ms
      "
    `);
  });

  test("in a package comes with the application's own line", () => {
    expect(at(80, { leaks: [packageLeak] })).toMatchInlineSnapshot(`
      "
       node dist/server.js (pid 4242) · Node v22.23.3 · up 3 d 4 h

       LEAK  RestQuery.throttle gained 205 keys in 60 s and lost none

       held by    const throttle = {};
                  node_modules/parse-server/lib/RestQuery.js:51
                  object used as a dictionary in module scope
       grows at   throttle[sessionToken] = setTimeout(async () => {
                  node_modules/parse-server/lib/RestQuery.js:77:5
                  in parse-server@6.5.11   over 99 % of inserts
                  renewSessionIfNeeded ← getAuthForSessionToken
       called by  src/http/middleware/authenticate.ts:24:18   in authenticate
       and at     under 1 %   node_modules/parse-server/lib/RestQuery.js:93:5
                  in warmUp
       holds      1.3 MiB   412 B per key   +5.1 MiB/h   12 408 → 12 613 keys (+3.4/s)
       runs out   in 3 h 42 min – 4 h   heap limit 2.0 GiB, 519 MiB used now
       memory     ▁▁▁▂▁▃▂▄▃▆▄▆▅▇▆▇▇███   512 → 521 MiB after GC   RSS 572 → 579 MiB

       fix        Update parse-server: 8.0.1 deletes the timer when it fires.
                  Or restart before the limit is reached.

       evidence   31 counts, 112 sampled inserts; explains 99 % of the memory growth
       searched   1 312 collections, 9 812 functions, 40 211 objects; 26 looks in 60 s
       cost       0.9 s of CPU time in the target, longest pause 6 ms
      "
    `);
  });

  test("known only from the source text says so, and what is not known", () => {
    expect(at(80, { leaks: [arrayLeak], memory: { ...memory(40, 0), perHour: null } }))
      .toMatchInlineSnapshot(`
        "
         node dist/server.js (pid 4242) · Node v22.23.3 · up 3 d 4 h

         LEAK  audit.#events gained 702 items in 60 s

         held by    readonly #events: AuditEvent[] = [];
                    src/audit.ts:8   Array, class AuditLog
         grows at   this.#events.push(event);
                    src/audit.ts:15:5   read from the source, not seen running
                    in record
         holds      310 → 1 012 items (+12/s)
         runs out   not known: 60 s is too short to measure the rate; look longer, such
                    as --for 5m
         memory     ▁▂▃▂▁▁▃▆█▆▃▁▁▂▃▂▁▁▁▁   43 MiB heap and buffers   RSS 100 MiB

         fix        Write the events out and empty the array:
                      this.#events.splice(0);

         evidence   2 counts
         searched   1 312 collections, 9 812 functions, 40 211 objects; 26 looks in 60 s
         cost       0.9 s of CPU time in the target, longest pause 6 ms
        "
      `);
  });

  test("of listeners counts listeners and keeps the code of the fix whole", () => {
    expect(at(80, { leaks: [listenerLeak] })).toMatchInlineSnapshot(`
      "
       node dist/server.js (pid 4242) · Node v22.23.3 · up 3 d 4 h

       LEAK  bus._events.message gained 187 listeners in 60 s, though 3 were removed

       held by    export const bus = new EventEmitter();
                  src/bus.ts:3   listener list in module scope, on an EventEmitter
       grows at   bus.on("message", (event) => reply.write(event));
                  src/stream.ts:19:24   the callback that piles up   in subscribe
       holds      4.7 MiB   8.0 KiB per listener   +1.4 MiB/min
                  411 → 598 listeners (+3.1/s)
       runs out   in 5 h 30 min – 6 h 45 min   container limit 512 MiB
       memory     ▁▁▁▂▁▃▂▄▃▆▄▆▅▇▆▇▇███   512 → 521 MiB after GC   RSS 572 → 579 MiB

       fix        Remove the listener when the stream ends:
                    const listen = (event) => reply.write(event);
                    bus.on("message", listen);
                    reply.raw.once("close", () => bus.off("message", listen));

       evidence   31 counts, 112 sampled inserts; explains 21 % of the memory growth
       searched   1 312 collections, 9 812 functions, 40 211 objects; 26 looks in 60 s
       cost       0.9 s of CPU time in the target, longest pause 6 ms
      "
    `);
  });

  test("of a Go service is headed by the line that allocates", () => {
    expect(at(80, { leaks: [goLeak], ...goService })).toMatchInlineSnapshot(`
      "
       http://127.0.0.1:6060

       LEAK  memory allocated in main.(*Registry).Open grew by 40 MiB in 60 s

       held by    not known: an allocation profile says who allocates, not who holds
       grows at   main.(*Registry).Open ← main.serveWebSocket
                  /srv/…/acme/realtime-gateway/internal/registry/registry.go:31
                  97 % of the bytes
       holds      118 MiB   +40 MiB/min
       runs out   not known: the target does not tell its memory limit

       fix        Look for a map or slice that this function fills and nothing
                  empties.

       note       A heap profile cannot say who holds the memory; the variable is for
                  you to find from the line.

       evidence   2 heap profiles after a collection; explains 97 % of the memory
                  growth
       searched   26 heap profiles in 60 s
      "
    `);
  });

  test("is the first of two, the worst in full", () => {
    expect(
      at(80, {
        leaks: [mapLeak, listenerLeak],
        unexplained: {
          bytes: 31 * MIB,
          kind: "buffers",
          parts: null,
          meaning: "Buffers outside the heap, probably.",
          next: [],
        },
      }),
    ).toMatchInlineSnapshot(`
      "
       node dist/server.js (pid 4242) · Node v22.23.3 · up 3 d 4 h

       LEAK 1 of 2  sessions gained 205 entries in 60 s and lost none

       held by    const sessions = new Map<string, Session>();
                  src/registry.ts:12   Map in module scope
       grows at   sessions.set(id, { socket, history: [] });
                  src/registry.ts:41:12   100 % of inserts
                  openSession ← onConnection
       holds      406 MiB   33 KiB per entry   +6.6 MiB/min
                  12 408 → 12 613 entries (+3.4/s)
       runs out   in 3 h 42 min – 4 h   heap limit 2.0 GiB, 519 MiB used now
       memory     ▁▁▁▂▁▃▂▄▃▆▄▆▅▇▆▇▇███   512 → 521 MiB after GC   RSS 572 → 579 MiB

       fix        Delete the entry when its connection closes:
                    socket.once("close", () => sessions.delete(id));
                  Or bound it, so that the oldest entry leaves:
                    const sessions = new BoundedMap({ max: 10_000, ttl: "30m" });
       evidence   31 counts, 112 sampled inserts; explains 99 % of the memory growth

       LEAK 2 of 2  bus._events.message gained 187 listeners in 60 s, though 3 were
                    removed
       held by    export const bus = new EventEmitter();
                  src/bus.ts:3   listener list in module scope, on an EventEmitter
       grows at   bus.on("message", (event) => reply.write(event));
                  src/stream.ts:19:24   the callback that piles up   in subscribe
       holds      4.7 MiB   8.0 KiB per listener   +1.4 MiB/min
                  411 → 598 listeners (+3.1/s)
       runs out   in 5 h 30 min – 6 h 45 min   container limit 512 MiB
       fix        Remove the listener when the stream ends:
                    const listen = (event) => reply.write(event);
                    bus.on("message", listen);
                    reply.raw.once("close", () => bus.off("message", listen));
       evidence   31 counts, 112 sampled inserts; explains 21 % of the memory growth

       UNEXPLAINED  ArrayBuffers grew by 31 MiB more than these leaks account for

       meaning    Buffers outside the heap, probably.

       searched   1 312 collections, 9 812 functions, 40 211 objects; 26 looks in 60 s
       cost       0.9 s of CPU time in the target, longest pause 6 ms
      "
    `);
  });
});
