import type { CollectionStats } from "#bounded";
import { bytes, count, counted, duration, milliseconds, percent } from "#face";
import { takeCensus, type Census, type CountedCollection } from "#find";
import { attachToOwnProcess } from "#target";
import { jsonAnswer, textAnswer, type AgentRequest, type Answer } from "./answer.ts";
import { formOf } from "./form.ts";
import { numberParameter } from "./parameters.ts";
import type { Surroundings } from "./surroundings.ts";

const usuallyShown = 30;
const mostShown = 200;
/** How long a walk is thought to take, for those who have to wait for it. */
const expectedMs = 3000;

/** Where `sawtooth/bounded` keeps the list of all its collections in a process; none of them is loaded by asking. */
const listOfBounded = 'globalThis[Symbol.for("sawtooth.bounded.1")]?.registry.list() ?? []';

/** `collections?top=30`: the largest collections of the program by who holds them, from one walk through its data, and those of `sawtooth/bounded`. */
export async function answerCollections(
  { mainThread, turnstiles }: Surroundings,
  request: AgentRequest,
): Promise<Answer> {
  const asked = numberParameter(request, "top");
  const most = asked > 0 ? Math.min(asked, mostShown) : usuallyShown;
  const { census, bounded } = await turnstiles.walk.pass(expectedMs, async () => {
    const target = await attachToOwnProcess(await mainThread.connect());
    try {
      const listed = await target.evaluate<readonly CollectionStats[]>(listOfBounded);
      return { census: await takeCensus(target, { most }), bounded: listed };
    } finally {
      await target.close();
    }
  });
  if (formOf(request) === "text") return textAnswer(censusText(census) + boundedText(bounded));
  return jsonAnswer({ version: 1, ...census, bounded });
}

/** Name, how full it is, and what became of its entries; the fullest first, those without a bound before all. */
function boundedText(listed: readonly CollectionStats[]): string {
  if (listed.length === 0) return "";
  const fullness = ({ size, max }: CollectionStats): number =>
    max === null ? Number.POSITIVE_INFINITY : size / max;
  const lines = listed.toSorted((a, b) => fullness(b) - fullness(a)).map(boundedRow);
  return `\nBounded and watched collections\n${lines.join("\n")}\n`;
}

function boundedRow(stats: CollectionStats): string {
  const { name, kind, size, max, evictions, hitRatio, oldestAgeMs, fillEtaMs, reason } = stats;
  const parts = [
    `${kind} ${count(size)}${max === null ? "" : ` of ${count(max)}`}`,
    ...(reason === undefined ? [] : [`unbounded: ${reason}`]),
    ...(evictions > 0 ? [`${count(evictions)} evicted`] : []),
    ...(hitRatio === null ? [] : [`${percent(hitRatio)} hits`]),
    ...(oldestAgeMs === null ? [] : [`oldest ${duration(oldestAgeMs / 1000)}`]),
    ...(fillEtaMs === null || fillEtaMs === 0 ? [] : [`full in ${duration(fillEtaMs / 1000)}`]),
  ];
  return `  ${name}  ${parts.join(", ")}`;
}

function censusText(census: Census): string {
  const { collections, functions, objects, complete, cost, largest, runtimes } = census;
  const searched = [
    counted(collections, "collection"),
    counted(functions, "function"),
    counted(objects, "object"),
  ].join(", ");
  const spent = `${milliseconds(cost.busyMs)} of CPU time, longest pause ${milliseconds(cost.longestMs)}`;
  const widest = Math.max(7, ...largest.map(({ entries }) => count(entries).length));
  return [
    `${searched}; ${spent}`,
    ...(complete
      ? []
      : ["The program could not be walked whole in the time there was: part of it was not looked at."]),
    "",
    `${"entries".padStart(widest)}  ${"bytes".padStart(9)}  held by`,
    ...largest.map((each) => row(each, widest)),
    ...runtimesText(runtimes),
    "",
  ].join("\n");
}

/** What a program can do nothing about, in one line. */
function runtimesText([first]: Census["runtimes"]): string[] {
  if (first === undefined) return [];
  const { path, kind } = first.holder;
  return [
    "",
    `Node's own and the agent's are not listed; the largest is ${path}, ${kind}, ${count(first.entries)}.`,
  ];
}

function row({ holder, entries, alike, entryBytes, bound }: CountedCollection, widest: number): string {
  const size = entryBytes === null ? "" : bytes(entries * entryBytes);
  const place =
    holder.file === null ? holder.scope : `${holder.file}${holder.line === null ? "" : `:${holder.line}`}`;
  const more = alike === 0 ? "" : ` and ${count(alike)} alike`;
  const limit = bound === null ? "" : `  (${bound.name}: ${bound.value})`;
  return `${count(entries).padStart(widest)}  ${size.padStart(9)}  ${holder.path}  ${holder.kind}${more}  ${place}${limit}`;
}
