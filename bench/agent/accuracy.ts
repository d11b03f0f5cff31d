import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cumulative, flat, selfProfile, sum, type SeenStack } from "../../test/sampler/self-profile.ts";
import { bundleOfNamesakes } from "../../test/sampler/namesakes.ts";
import { median, quantile } from "./statistics.ts";

interface Leak {
  readonly truth: number;
  readonly inuse: readonly SeenStack[];
  readonly comments: readonly string[];
}

/** What /heap says of a leak, as a share of what it really takes. */
export async function accuracy(node: string, runs: number): Promise<string[]> {
  const shares: number[] = [];
  let owner = "";
  for (let run = 0; run < runs; run++) {
    const { truth, inuse, comments } = await selfProfile<Leak>(node, "leak");
    shares.push(cumulative(inuse, "remember") / truth);
    owner = /sampler: (.*?),/.exec(comments.join("\n"))?.[1] ?? "";
  }
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const range = (from: number, to: number): string =>
    `${percent(quantile(shares, from))} – ${percent(quantile(shares, to))}`;
  return [[owner, percent(median(shares)), range(0.25, 0.75), range(0, 1)].join(" | ")];
}

/** Whether bytes are at the function that allocated them. */
export async function attribution(node: string): Promise<string[]> {
  const precise = (await selfProfile<{ inuse: SeenStack[] }>(node, "precise")).inuse;
  const folder = mkdtempSync(join(tmpdir(), "sawtooth-bench-"));
  const bundle = await bundleOfNamesakes(folder);
  const bundled = await selfProfile<{ inuse: SeenStack[] }>(node, "bundle", bundle);
  rmSync(folder, { recursive: true });
  const { external } = await selfProfile<{ external: SeenStack[] }>(node, "buffers");
  const runs = bundled.inuse.filter(({ frames }) => frames.some(({ name }) => name === "run"));
  const first = sum(runs.filter(({ frames }) => frames.some(({ file }) => file.endsWith("first.ts"))));
  const leaked = cumulative(precise, "request");
  return [
    row(
      "precise window: bytes at the inlined functions",
      (flat(precise, "make") + flat(precise, "add")) / leaked,
    ),
    row("bundle: bytes of the method that keeps 80 %", first / sum(runs)),
    row("64 MiB of Buffer.alloc", flat(external, "allocate") / 2 ** 26),
    row("64 MiB of new Uint8Array", flat(external, "view") / 2 ** 26),
  ];
}

function row(what: string, share: number): string {
  return `${what} | ${(share * 100).toFixed(1)} %`;
}
