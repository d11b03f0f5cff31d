import { setTimeout as sleep } from "node:timers/promises";
import type { Finding } from "#verdict";
import { describe, expect, test } from "vitest";
import { targetNodes } from "./nodes.ts";
import { FindRun, Patient, type PatientState, type Run } from "./patient.ts";
import { severalAtATime } from "./program-run.ts";

/** What Sawtooth promises for a target whose observer was killed. */
const recoveryMs = 60_000;
const windowSeconds = 6;
/** From before the attach until after the end of the window, milliseconds after the start of Sawtooth. */
const moments = [120, 200, 280, 360, 450, 600, 900, 1500, 2500, 4000, 5600, 6200, 6600];

const clean: Pick<PatientState, "strange" | "inspector"> = { strange: [], inspector: null };

function leaksIn({ stdout }: Run): string[] {
  return (JSON.parse(stdout) as Finding).leaks.map(({ holder }) => holder?.name ?? "");
}

async function withPatient<T>(node: string, work: (patient: Patient) => Promise<T>): Promise<T> {
  const patient = await Patient.start(node);
  try {
    return await work(patient);
  } finally {
    await patient.close();
  }
}

/** One line to the user, with an answer or without. */
function expectAnswerOrOneLine({ code, stdout, stderr }: Run): void {
  if (code === 2) {
    if (stdout !== "") {
      // Too few looks are told as such, and what they saw is there all the same.
      expect(stderr).toMatch(/looks? cannot tell: let it run/);
      return;
    }
    const [line, ...others] = stderr
      .split("\n")
      .filter((each) => each !== "" && !/ left · |finishing · /.test(each));
    expect(line).toMatch(/^sawtooth: .+: .+$/);
    expect(line).not.toMatch(/Runtime\.|CDP|undefined/);
    expect(others).toEqual([]);
  } else {
    expect([0, 1]).toContain(code);
    expect((JSON.parse(stdout) as Finding).version).toBe(1);
  }
}

for (const { major, file } of targetNodes())
  // Most of the time is spent waiting, so that all may wait together.
  describe.skipIf(file === null).concurrent(`a target on node ${major}`, () => {
    test(
      "goes on serving when Sawtooth is killed at any moment, and is clean within a minute",
      { timeout: 300_000 },
      async () => {
        // All at once: most of the time is spent waiting for the targets to clean up.
        const patients = await Promise.all(moments.map(() => Patient.start(file!)));
        try {
          const runs = await severalAtATime([...moments.entries()], 4, async ([index, moment]) => {
            const run = new FindRun(patients[index]!.pid, windowSeconds);
            await sleep(moment);
            run.kill("SIGKILL");
            return run.ended;
          });
          expect(runs.filter(({ signal }) => signal === "SIGKILL").length).toBeGreaterThanOrEqual(10);
          const states = await Promise.all(patients.map((patient) => patient.recovered(recoveryMs)));
          expect(states.map(({ strange, inspector }) => ({ strange, inspector }))).toEqual(
            moments.map(() => clean),
          );
          const again = await severalAtATime(patients, 3, (patient) => new FindRun(patient.pid, 8).ended);
          for (const run of again) {
            expect(run).toMatchObject({ code: 1 });
            expect(leaksIn(run)).toContain("sessions");
          }
          expect(patients.map(({ refused, printed }) => ({ refused, printed }))).toEqual(
            moments.map(() => ({ refused: 0, printed: "" })),
          );
        } finally {
          await Promise.all(patients.map((patient) => patient.close()));
        }
      },
    );

    test("Ctrl-C in the window gives the answer so far and leaves the target clean", () =>
      withPatient(file!, async (patient) => {
        const run = new FindRun(patient.pid, 30);
        await sleep(9000);
        run.kill("SIGINT");
        const ended = await run.ended;
        expect([0, 1]).toContain(ended.code);
        expect((JSON.parse(ended.stdout) as Finding).window.endedEarly).toBe(true);
        expect(await patient.recovered(5000)).toMatchObject(clean);
        expect(patient).toMatchObject({ refused: 0, printed: "" });
      }));

    test.each([
      ["for a moment", 3000],
      ["for longer than the target waits", 45_000],
    ])(
      "a Sawtooth that is stopped %s lets the target serve, and ends in words when it goes on",
      { timeout: 180_000 },
      (_what, stoppedMs) =>
        withPatient(file!, async (patient) => {
          const run = new FindRun(patient.pid, 8);
          await sleep(3500);
          run.kill("SIGSTOP");
          const { served } = await patient.state();
          await sleep(stoppedMs);
          const while_ = await patient.state();
          expect(while_.served).toBeGreaterThan(served);
          if (stoppedMs > 40_000) expect(while_.strange).toEqual([]);
          run.kill("SIGCONT");
          expectAnswerOrOneLine(await run.ended);
          expect(await patient.recovered(recoveryMs)).toMatchObject(clean);
          expect(patient).toMatchObject({ refused: 0, printed: "" });
        }),
    );

    test.each([300, 1000, 5000])("a target that ends after %i ms gives an answer or one line", (moment) =>
      withPatient(file!, async (patient) => {
        const run = new FindRun(patient.pid, 10);
        await sleep(moment);
        patient.kill();
        expectAnswerOrOneLine(await run.ended);
        expect(patient.printed).toBe("");
      }),
    );
  });
