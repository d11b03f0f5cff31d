import { bytes, count, counted, milliseconds } from "#face";
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

/** `collections?top=30`: the largest collections of the program by who holds them, from one walk through its data. */
export async function answerCollections(
  { mainThread, turnstiles }: Surroundings,
  request: AgentRequest,
): Promise<Answer> {
  const asked = numberParameter(request, "top");
  const most = asked > 0 ? Math.min(asked, mostShown) : usuallyShown;
  const census = await turnstiles.walk.pass(expectedMs, async () => {
    const target = await attachToOwnProcess(await mainThread.connect());
    try {
      return await takeCensus(target, { most });
    } finally {
      await target.close();
    }
  });
  if (formOf(request) === "text") return textAnswer(censusText(census));
  return jsonAnswer({ version: 1, ...census });
}

function censusText(census: Census): string {
  const { collections, functions, objects, complete, cost, largest } = census;
  const searched = [
    counted(collections, "collection"),
    counted(functions, "function"),
    counted(objects, "object"),
  ].join(", ");
  const spent = `${milliseconds(cost.busyMs)} of CPU time, longest pause ${milliseconds(cost.longestMs)}`;
  const widest = Math.max(7, ...largest.map(({ entries }) => count(entries).length));
  return [
    `${searched}; ${spent}`,
    ...(complete ? [] : ["The program is larger than the walk's budget: part of it was not looked at."]),
    "",
    `${"entries".padStart(widest)}  ${"bytes".padStart(9)}  held by`,
    ...largest.map((each) => row(each, widest)),
    "",
  ].join("\n");
}

function row({ holder, entries, alike, entryBytes, bound }: CountedCollection, widest: number): string {
  const size = entryBytes === null ? "" : bytes(entries * entryBytes);
  const place =
    holder.file === null ? holder.scope : `${holder.file}${holder.line === null ? "" : `:${holder.line}`}`;
  const more = alike === 0 ? "" : ` and ${count(alike)} alike`;
  const limit = bound === null ? "" : `  (${bound.name}: ${bound.value})`;
  return `${count(entries).padStart(widest)}  ${size.padStart(9)}  ${holder.path}  ${holder.kind}${more}  ${place}${limit}`;
}
