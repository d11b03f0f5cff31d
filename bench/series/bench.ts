/**
 * False alarms and misses of `outlookOf` on generated days of memory, beside the rules that others ship.
 *
 *     npm run bench -- series                 12 series of ten days of every kind: 2 280 days, three minutes
 *     npm run bench -- series --series 25     more
 *         --kinds 'flat,leak, 4 days'         only these kinds (separated by `;`)
 *         --seed 7                            other series
 *         --write                             put the table into bench/RESULTS.md
 *
 * Every series is judged every two hours (a crash loop every five minutes of its first day), as an alert would be. A
 * false alarm is a series without a leak in which the rule alarmed at all. A death is warned of when the rule alarmed
 * in the life that ended by it.
 */
import { parseArgs } from "node:util";
import { DAYS, generate, kinds, type Series } from "./generate.ts";
import { coroot, ours, predictLinear } from "./rules.ts";
import { writeTable } from "./results.ts";

const HOUR = 3_600_000;

const { values: flags } = parseArgs({
  options: {
    series: { type: "string", default: "12" },
    kinds: { type: "string", default: "" },
    seed: { type: "string", default: "1" },
    write: { type: "boolean", default: false },
  },
});

const others = {
  "predict_linear 6 h": predictLinear(6 * HOUR),
  "predict_linear 24 h": predictLinear(24 * HOUR),
  "coroot, 10 %/h": coroot(HOUR),
  "coroot, 5 %/h": coroot(HOUR, 0.05),
};
const rules = ["sawtooth", ...Object.keys(others)];

interface Alarm {
  readonly atMs: number;
  readonly lowMs: number;
  readonly middleMs: number;
  readonly highMs: number;
}

/** When each rule alarmed; the forecasts of ours. */
function alarmsIn({ samples, limit }: Series, everyMs: number, untilMs: number): Map<string, Alarm[]> {
  const alarms = new Map<string, Alarm[]>(rules.map((rule) => [rule, []]));
  let seen = 0;
  for (let now = everyMs; now < untilMs; now += everyMs) {
    while (seen < samples.length && samples[seen]!.atMs <= now) seen++;
    const sofar = samples.slice(0, seen);
    const outlook = ours(sofar, limit);
    if (outlook.verdict === "leak") {
      const { lowMs, middleMs, highMs } = outlook.runsOut ?? { lowMs: 0, middleMs: Number.NaN, highMs: 0 };
      alarms.get("sawtooth")!.push({ atMs: sofar.at(-1)?.atMs ?? now, lowMs, middleMs, highMs });
    }
    for (const [name, rule] of Object.entries(others)) {
      if (rule(sofar, limit))
        alarms.get(name)!.push({ atMs: now, lowMs: 0, middleMs: Number.NaN, highMs: 0 });
    }
  }
  return alarms;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const percent = (share: number): string => (Number.isFinite(share) ? `${Math.round(100 * share)} %` : "–");

/** One row per rule of a kind that leaks: deaths warned of, how early, and how good the forecast was. */
function leakRows(
  kind: string,
  runs: readonly { series: Series; alarms: Map<string, Alarm[]>; untilMs: number }[],
): string[][] {
  return rules.map((rule) => {
    let deaths = 0;
    let warned = 0;
    const leads: number[] = [];
    const misses: number[] = [];
    let covered = 0;
    let forecasts = 0;
    for (const { series, alarms, untilMs } of runs) {
      let from = 0;
      for (const death of series.deaths.filter((atMs) => atMs < untilMs)) {
        deaths++;
        const inLife = alarms.get(rule)!.filter(({ atMs }) => atMs >= from && atMs < death);
        if (inLife[0]) {
          warned++;
          leads.push((death - inLife[0].atMs) / (death - from));
        }
        for (const { atMs, lowMs, middleMs, highMs } of inLife.filter((alarm) =>
          Number.isFinite(alarm.middleMs),
        )) {
          forecasts++;
          const left = death - atMs;
          misses.push(Math.abs(middleMs - left) / left);
          if (left >= lowMs && left <= highMs) covered++;
        }
        from = death;
      }
    }
    const quiet = runs.filter(({ alarms }) => alarms.get(rule)!.length === 0).length;
    return [
      kind,
      rule,
      `${warned} of ${deaths}`,
      `${quiet} of ${runs.length}`,
      percent(median(leads)),
      percent(median(misses)),
      percent(covered / forecasts),
    ];
  });
}

const healthy: string[][] = [];
const leaking: string[][] = [];
const chosen = flags.kinds === "" ? Object.keys(kinds) : flags.kinds.split(";");
for (const kind of chosen) {
  const shape = kinds[kind];
  if (!shape) throw new Error(`no kind "${kind}": choose from ${Object.keys(kinds).join("; ")}`);
  const isLoop = (shape.leakDays?.[1] ?? 1) < 0.2;
  const runs = Array.from({ length: Number(flags.series) }, (_, index) => {
    const series = generate(shape, Number(flags.seed) * 100_003 + index * 7_919 + kind.length * 31);
    const untilMs = isLoop ? 24 * HOUR : DAYS * 24 * HOUR;
    return { series, untilMs, alarms: alarmsIn(series, isLoop ? HOUR / 12 : 2 * HOUR, untilMs) };
  });
  if (shape.leakDays) leaking.push(...leakRows(kind, runs));
  else
    healthy.push([
      kind,
      `${runs.length}`,
      ...rules.map((rule) => `${runs.filter(({ alarms }) => alarms.get(rule)!.length > 0).length}`),
    ]);
  console.error(`${kind}: done`);
}
writeTable({
  healthy,
  leaking,
  rules,
  days: Number(flags.series) * DAYS * chosen.length,
  write: flags.write,
});
