import {
  bytes,
  count,
  counted,
  cutMiddle,
  LABEL_WIDTH,
  labelled,
  signedBytes,
  text,
  wrap,
  written,
  type TextForm,
} from "#face";
import type { GrowingHolder, HeapGrowth } from "#snapshot";
import { growsLikeLeak, holderOf } from "#verdict";

const USUALLY_SHOWN = 5;
/** What changed less is not worth a line unless all was asked for. */
const LEAST_SHOWN = 4096;

/** The balance of two snapshots as a table: everything else that grew or shrank, largest first, and what it comes to. */
export function renderHolders(growth: HeapGrowth, { width, colour }: TextForm, all: boolean): string {
  const others = growth.holders.filter((holder) => all || !growsLikeLeak(holder, growth));
  const shown = all
    ? others
    : others.filter(({ net }) => Math.abs(net) >= LEAST_SHOWN).slice(0, USUALLY_SHOWN);
  const rows = shown.map((holder) => row(holder, width));
  const delta = growth.bytesAfter - growth.bytesBefore;
  const sentence = `${bytes(growth.bytesBefore)} → ${bytes(growth.bytesAfter)}, ${signedBytes(delta)}, every byte accounted for: ${count(growth.added)} objects came, ${count(growth.removed)} went`;
  const balance = written(
    labelled([{ label: "balance", lines: wrap(text(sentence), width - LABEL_WIDTH) }]),
    colour,
  );
  if (rows.length === 0) return `\n${balance}`;
  return `\n${balance}\n ${all ? "all changes" : "also changed"}\n${rows.join("")}`;
}

function row(holder: GrowingHolder, width: number): string {
  const { file } = holderOf(holder);
  const path = called(holder);
  const many = holder.members > 1 && holder.shape !== "code" ? `${count(holder.members)} × ` : "";
  const counts =
    holder.before === null || holder.after === null || holder.before === holder.after
      ? ""
      : `  ${count(holder.before)} → ${count(holder.after)}`;
  const where = file === null || holder.shape === "code" ? "" : `  ${file.split("/").at(-1)}`;
  const head = ` ${signedBytes(holder.net).padStart(10)}  ${many}`;
  return `${head}${cutMiddle(`${path}${counts}${where}`, Math.max(20, width - head.length))}\n`;
}

/** The way to a holder, or what it is when no variable leads there. */
function called(holder: GrowingHolder): string {
  if (holder.shape === "code") return `what V8 compiled and learnt of ${counted(holder.members, "function")}`;
  return holder.steps.length === 0 ? holder.typeName || "V8's own" : holderOf(holder).path;
}
