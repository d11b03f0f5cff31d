import { currentIn, type Counter } from "./collections.ts";
import { isReference, namesOf, ownValue, prototypeOf, types } from "./native.ts";
import type { Slot } from "./reach.ts";

/** So many objects in a row, each held by the same property of the one before, are a chain. */
const fewestLinked = 4;
/** An object of more fields is no link of a list. */
const mostFields = 16;
/** Following a link takes about 0.15 µs: a longer chain takes a noticeable pause, and is not counted. */
const longest = 60_000;
/** A chain of no more links is counted whole each time: one that is cut behind its head does not show that otherwise. */
const countedWhole = 10_000;
/** A longer one is counted whole at one look in so many, unless it has come near to being too long. */
const looksPerWhole = 4;
const mostWhole = longest * 0.8;

/** Whether a chain begins at this object. */
export function isLinked(object: object): boolean {
  return linksOf(object, namesOf(object)).length > 0;
}

/** Node's own lists of timers, which are counted as such. */
const timerLinks: ReadonlySet<string> = new Set(["_idleNext", "_idlePrev"]);

/** The properties of an object from which a chain of its like hangs: `next` of the head of a linked list. */
export function linksOf(object: object, names: readonly string[]): string[] {
  return names.length > mostFields
    ? []
    : names.filter((name) => !timerLinks.has(name) && isChain(object, name));
}

function isChain(head: object, key: string): boolean {
  let link: object | null = head;
  for (let n = 1; n < fewestLinked; n++) {
    link = nextOf(link, key);
    if (link === null || link === head) return false;
  }
  return true;
}

/** The next of its kind, by this property; null at the end. */
export function nextOf(link: object, key: PropertyKey): object | null {
  const next = ownValue(link, key);
  return isReference(next) &&
    typeof next === "object" &&
    !types.isProxy(next) &&
    prototypeOf(next) === prototypeOf(link)
    ? next
    : null;
}

/**
 * Counts the links of a chain, from what its slot holds now. A long one is not counted whole each time: it goes on from the end it
 * knows while the head is the same, and adds what was put before it when the head is another; null for a chain that is too long to
 * follow.
 */
export function chainCounter(first: object, key: PropertyKey, slot: Slot | null): Counter {
  let head = new WeakRef(first);
  let end = head;
  let counted = 1;
  let tooLong = false;
  let looks = 0;
  const current = slot === null ? (): undefined => undefined : currentIn(slot);
  return () => {
    const start = headNow(current(), head.deref());
    if (start === null || tooLong) return null;
    const known = head.deref();
    const isWhole = counted <= countedWhole || (counted <= mostWhole && ++looks % looksPerWhole === 0);
    const knownEnd = isWhole ? undefined : end.deref();
    const goesOn = start === known && knownEnd !== undefined;
    let link = goesOn ? knownEnd : start;
    let count = goesOn ? counted : 1;
    let left = longest;
    for (let next = nextOf(link, key); next !== null && next !== start; next = nextOf(link, key)) {
      if (left-- === 0) {
        tooLong = true;
        return null;
      }
      if (next === known && knownEnd !== undefined && !goesOn) {
        count += counted;
        link = knownEnd;
      } else {
        count++;
        link = next;
      }
    }
    head = new WeakRef(start);
    end = new WeakRef(link);
    counted = count;
    return count;
  };
}

function headNow(held: unknown, known: object | undefined): object | null {
  if (isReference(held) && typeof held === "object" && !types.isProxy(held)) return held;
  return known ?? null;
}
