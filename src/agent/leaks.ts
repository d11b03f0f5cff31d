import { findingJson, renderFinding } from "#face";
import type { Progress } from "#find";
import { jsonAnswer, Refusal, textAnswer, type AgentRequest, type Answer } from "./answer.ts";
import { formOf } from "./form.ts";
import { Pieces } from "./pieces.ts";
import type { LeakLook } from "./leak-look.ts";
import type { Surroundings } from "./surroundings.ts";

const usualSeconds = 30;
/** Growth needs some seconds to show, and no look goes on for more than a day: as `sawtooth find` has it. */
const fewestSeconds = 4;
const mostSeconds = 24 * 3600;
const textWidth = 100;

/**
 * `leaks?seconds=30`: what only grows in the process, who holds it and which line adds to it: the finding of
 * `sawtooth find`. A POST to `leaks?end=1` ends the look that is under way with what it has seen.
 */
export async function answerLeaks({ leakLook }: Surroundings, request: AgentRequest): Promise<Answer> {
  if (request.method === "POST") return endEarly(leakLook, request);
  const windowMs = secondsOf(request) * 1000;
  const form = formOf(request);
  if (form === "lines") return await inLines(leakLook, windowMs, request.signal);
  const finding = await leakLook.run({ windowMs, signal: request.signal });
  if (form === "text") return textAnswer(renderFinding(finding, { width: textWidth, colour: false }));
  return { ...jsonAnswer(finding), body: findingJson(finding) };
}

function secondsOf({ query }: AgentRequest): number {
  const text = query.get("seconds") ?? String(usualSeconds);
  const seconds = /^\d{1,6}(?:\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  if (seconds >= fewestSeconds && seconds <= mostSeconds) return seconds;
  throw new Refusal(
    400,
    `invalid value for "seconds" - give ${fewestSeconds} to ${mostSeconds}: growth needs some seconds to show`,
  );
}

function endEarly(leakLook: LeakLook, request: AgentRequest): Answer {
  if (request.query.get("end") !== "1")
    throw new Refusal(405, "leaks is asked for with GET; POST leaks?end=1 ends a look early", {
      Allow: "GET",
    });
  if (!leakLook.endEarly()) throw new Refusal(409, "no look for leaks is under way");
  return textAnswer("the look ends with what it has seen so far\n");
}

/** One line of JSON for each step, `{"progress": …}`, and at the end `{"finding": …}` or `{"error": …}`. */
async function inLines(leakLook: LeakLook, windowMs: number, signal: AbortSignal): Promise<Answer> {
  const pieces = new Pieces();
  const line = (message: object): void => pieces.add(`${JSON.stringify(message)}\n`);
  const begun = new Promise<void>((resolve, reject) => {
    const onProgress = (progress: Progress): void => {
      line({ progress });
      resolve();
    };
    leakLook
      .run({ windowMs, signal, onProgress })
      .then((finding) => line({ finding }))
      .catch((error: Error) => {
        // Before the first step a failure still has a status of its own.
        reject(error);
        line({ error: error.message });
      })
      .finally(() => pieces.end());
  });
  await begun;
  const headers = { "X-Content-Type-Options": "nosniff", "Content-Type": "application/x-ndjson" };
  return { status: 200, headers, body: pieces.read() };
}
