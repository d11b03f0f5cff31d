import { EventEmitter, once } from "node:events";
import { PassThrough } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { BoundedError, ScopedMap, type Lease, type RemovalReason } from "#bounded";

type Told = [key: string, value: unknown, reason: RemovalReason];

function scoped<O extends WeakKey = EventEmitter>(
  options: ConstructorParameters<typeof ScopedMap<string, unknown, O>>[0] = {},
): { map: ScopedMap<string, unknown, O>; told: Told[] } {
  const told: Told[] = [];
  const onRemove = (value: unknown, key: string, reason: RemovalReason): void =>
    void told.push([key, value, reason]);
  return { map: new ScopedMap<string, unknown, O>({ ...options, onRemove }), told };
}

describe("what must not compile", () => {
  test("an entry without an owner", () => {
    const { map } = scoped();
    // @ts-expect-error -- to whom does it belong?
    expect(() => map.set("a", 1)).toThrow(/^sawtooth: undefined cannot own an entry/);
    expect(map.size).toBe(0);
  });

  test("a scoped map where a Map is wanted", () => {
    const add = (to: Map<string, unknown>): unknown => to.set("a", 1);
    const { map } = scoped();
    // @ts-expect-error -- whoever adds to a Map names no owner
    expect(() => add(map)).toThrow(BoundedError);
  });
});

describe("an entry goes", () => {
  test("when its emitter closes, with all the others of that emitter and one listener for all", () => {
    const { map, told } = scoped();
    const [socket, other] = [new EventEmitter(), new EventEmitter()];
    map.set("a", 1, socket).set("b", 2, socket).set("c", 3, other);
    expect(socket.listenerCount("close")).toBe(1);
    socket.emit("close");
    expect(told).toEqual([
      ["a", 1, "owner"],
      ["b", 2, "owner"],
    ]);
    expect([...map]).toEqual([["c", 3]]);
    expect(socket.listenerCount("close")).toBe(0);
    expect(map.stats()).toMatchObject({ kind: "ScopedMap", size: 1, ownerRemovals: 2 });
  });

  test("when its signal aborts", () => {
    const { map, told } = scoped<AbortSignal>();
    const controller = new AbortController();
    map.set("a", 1, controller.signal);
    controller.abort();
    expect(told).toEqual([["a", 1, "owner"]]);
  });

  test("when its event target closes, and when one with another event says so", () => {
    const { map } = scoped<EventTarget>();
    const target = new EventTarget();
    map.set("a", 1, target);
    target.dispatchEvent(new Event("close"));
    expect(map.size).toBe(0);
    const other = scoped<EventTarget | EventEmitter>({ on: "end" });
    const emitter = new EventEmitter();
    other.map.set("a", 1, target).set("b", 2, emitter);
    target.dispatchEvent(new Event("end"));
    emitter.emit("end");
    expect(other.map.size).toBe(0);
  });

  test("when its owner says so in a way of its own, and nobody listens any longer", () => {
    const ends = new Map<object, () => void>();
    const { map, told } = scoped<object>({
      on: (owner, release) => {
        ends.set(owner, release);
        return () => void ends.delete(owner);
      },
    });
    const job = {};
    map.set("a", 1, job).set("b", 2, job);
    expect(ends.size).toBe(1);
    ends.get(job)!();
    expect(told.map(([key]) => key)).toEqual(["a", "b"]);
    expect(ends.size).toBe(0);
  });

  test("when its owner is garbage", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const { map, told } = scoped<object>();
    map.set("a", 1, {});
    (() => map.lease("b", 2))();
    const kept = {};
    map.set("c", 3, kept);
    for (let turn = 0; turn < 100 && map.size > 1; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      collect();
    }
    expect(told.toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      ["a", 1, "collected"],
      ["b", 2, "collected"],
    ]);
    expect(map.ownerOf("c")).toBe(kept);
  });

  test("at the end of the block that leases it", () => {
    const { map, told } = scoped();
    {
      using lease = map.lease("a", 1);
      expect(lease.active).toBe(true);
      expect(map.get("a")).toBe(1);
      expect(map.ownerOf("a")).toBeUndefined();
    }
    expect(told).toEqual([["a", 1, "owner"]]);
  });

  test("at once, when its owner is over already", async () => {
    const { map, told } = scoped<EventEmitter | AbortSignal>();
    const stream = new PassThrough();
    stream.destroy();
    await once(stream, "close");
    map.set("a", 0, new EventEmitter());
    map.set("a", 1, stream).set("b", 2, AbortSignal.abort());
    expect(told).toEqual([
      ["a", 0, "replace"],
      ["a", 1, "owner"],
      ["b", 2, "owner"],
    ]);
    expect(map.size).toBe(0);
    expect(map.lease("c", 3, stream).active).toBe(false);
  });
});

describe("an entry that is set again", () => {
  test("belongs to the new owner", () => {
    const { map, told } = scoped();
    const [first, second] = [new EventEmitter(), new EventEmitter()];
    const state = {};
    map.set("a", state, first).set("a", state, second);
    expect(told).toEqual([]);
    expect(first.listenerCount("close")).toBe(0);
    first.emit("close");
    expect(map.ownerOf("a")).toBe(second);
    second.emit("close");
    expect(told).toEqual([["a", state, "owner"]]);
  });

  test("does not end with the lease that had the key before", () => {
    const { map } = scoped();
    const lease = map.lease("a", 1);
    map.set("a", 2, new EventEmitter());
    expect(lease.active).toBe(false);
    lease.release();
    expect(map.get("a")).toBe(2);
  });
});

test("a full map throws rather than take away what is in use, and leaves no listener", () => {
  const { map } = scoped({ max: 1, name: "live" });
  const [first, second] = [new EventEmitter(), new EventEmitter()];
  map.set("a", 1, first);
  expect(() => map.set("b", 2, second)).toThrow("sawtooth: live is full, 1 of 1 entries");
  expect(second.listenerCount("close")).toBe(0);
  first.emit("close");
  map.set("b", 2, second);
  const evicting = scoped({ max: 1, onFull: "evict" });
  evicting.map.set("a", 1, first).set("b", 2, second);
  expect(evicting.told).toEqual([["a", 1, "evict"]]);
  expect(first.listenerCount("close")).toBe(0);
});

test("what expires leaves its owner alone", () => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  const { map, told } = scoped({ idle: "1m" });
  const socket = new EventEmitter();
  map.set("a", 1, socket);
  vi.advanceTimersByTime(50_000);
  expect(map.get("a")).toBe(1);
  vi.advanceTimersByTime(100_000);
  expect(told).toEqual([["a", 1, "expire"]]);
  expect(socket.listenerCount("close")).toBe(0);
  vi.useRealTimers();
});

test("callbacks of one owner are all called though one throws, and may set what is gone again", () => {
  const socket = new EventEmitter();
  const told: string[] = [];
  const map: ScopedMap<string, number> = new ScopedMap({
    onRemove: (value: number, key: string) => {
      told.push(key);
      if (value === 1) throw new Error("cannot close");
      if (value === 2) map.set("again", 3, new EventEmitter());
    },
  });
  map.set("a", 1, socket).set("b", 2, socket);
  expect(() => socket.emit("close")).toThrow("cannot close");
  expect(told).toEqual(["a", "b"]);
  expect([...map]).toEqual([["again", 3]]);
});

test("whatever happens, entries and listeners are those of a naive model, and each value leaves once", () => {
  const owner = fc.nat(3);
  const key = fc.constantFrom("a", "b", "c", "d", "e");
  const step = fc.oneof(
    fc.record({ kind: fc.constant("set" as const), key, owner }),
    fc.record({ kind: fc.constant("lease" as const), key, owner: fc.option(owner) }),
    fc.record({ kind: fc.constant("release" as const), lease: fc.nat(5) }),
    fc.record({ kind: fc.constant("close" as const), owner }),
    fc.record({ kind: fc.constant("delete" as const), key }),
    fc.record({ kind: fc.constant("deleteAllOf" as const), owner }),
    fc.record({ kind: fc.constant("clear" as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { map, told } = scoped<EventEmitter | AbortSignal>();
      const controllers = [new AbortController(), new AbortController()];
      const owners = [new EventEmitter(), new EventEmitter(), controllers[0]!.signal, controllers[1]!.signal];
      const over = new Set<number>();
      const model = new Map<string, { value: object; owner: number | null; lease: Lease<unknown> | null }>();
      const leases: { lease: Lease<unknown>; value: object }[] = [];
      const left: object[] = [];
      const leave = (gone: (owner: number | null, name: string) => boolean): number => {
        let count = 0;
        for (const [name, entry] of model)
          if (gone(entry.owner, name)) {
            left.push(entry.value);
            model.delete(name);
            count++;
          }
        return count;
      };
      const put = (name: string, value: object, by: number | null, lease: Lease<unknown> | null): void => {
        leave((_, each) => each === name);
        if (by !== null && over.has(by)) left.push(value);
        else model.set(name, { value, owner: by, lease });
      };
      for (const each of steps) {
        switch (each.kind) {
          case "set": {
            const value = {};
            map.set(each.key, value, owners[each.owner]!);
            put(each.key, value, each.owner, null);
            break;
          }
          case "lease": {
            const value = {};
            const lease =
              each.owner === null
                ? map.lease(each.key, value)
                : map.lease(each.key, value, owners[each.owner]);
            leases.push({ lease, value });
            put(each.key, value, each.owner, lease);
            break;
          }
          case "release": {
            const known = leases[each.lease];
            known?.lease.release();
            if (known) leave((_, name) => model.get(name)!.value === known.value);
            break;
          }
          case "close": {
            if (each.owner < 2) (owners[each.owner] as EventEmitter).emit("close");
            else {
              controllers[each.owner - 2]!.abort();
              over.add(each.owner);
            }
            leave((by) => by === each.owner);
            break;
          }
          case "delete":
            expect(map.delete(each.key)).toBe(leave((_, name) => name === each.key) === 1);
            break;
          case "deleteAllOf":
            expect(map.deleteAllOf(owners[each.owner]!)).toBe(leave((by) => by === each.owner));
            break;
          case "clear":
            map.clear();
            leave(() => true);
            break;
        }
        expect(new Map(map)).toEqual(new Map([...model].map(([name, { value }]) => [name, value])));
        for (const [index, emitter] of owners.slice(0, 2).entries())
          expect((emitter as EventEmitter).listenerCount("close")).toBe(
            [...model.values()].some(({ owner: by }) => by === index) ? 1 : 0,
          );
        for (const { lease, value } of leases)
          expect(lease.active).toBe([...model.values()].some((entry) => entry.value === value));
        const values = told.map(([, value]) => value);
        expect(values).toHaveLength(left.length);
        expect(new Set(values)).toEqual(new Set(left));
      }
    }),
    { numRuns: 300 },
  );
});
