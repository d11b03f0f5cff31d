import { percentage } from "#profile";
import { escapedMarkup } from "./escaped-markup.ts";
import type { GraphEdge } from "./graph.ts";
import { descending, magnitude } from "./int64.ts";
import { profileLabels } from "./labels.ts";
import {
  listedSource,
  type ListedFile,
  type ListedFunction,
  type ListedLine,
  type SourceReader,
} from "./listed-source.ts";
import { valueText, type Report } from "./report.ts";
import type { NamePattern } from "./tree.ts";
import { WEBLIST_STYLE } from "./weblist-style.ts";

/** Functions on one page, at most, unless a number of nodes is asked for. */
const MOST_FUNCTIONS = 50;

/**
 * The source of the functions whose name matches as one HTML page that needs nothing else, heaviest first: flat and cum
 * at each line, and what each line calls when it is opened. As `pprof -weblist`, without assembly.
 */
export function weblist(report: Report, pattern: NamePattern, readSource: SourceReader): string {
  const functions = listedSource(report, pattern, readSource, "calls")
    .map((listed) => ({ listed, cum: listed.files.reduce((sum, { cum }) => sum + magnitude(cum), 0n) }))
    .sort((a, b) => descending(a.cum, b.cum));
  const shown = functions.slice(0, report.options.nodeCount || MOST_FUNCTIONS);
  const unit = report.options.unit === "minimum" ? "auto" : report.options.unit;
  const page = new Page(report, valueText(report, unit));
  const title = `${pattern.source}: source, by sawtooth`;
  const left = functions.length - shown.length;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapedMarkup(title)}</title>
<style>${WEBLIST_STYLE}</style>
<header>
${profileLabels(report, unit)
  .map((label) => `<div>${escapedMarkup(label)}</div>`)
  .join("\n")}
<div>Total: ${escapedMarkup(page.text(report.total))}</div>
${left > 0 ? `<div>The ${shown.length} heaviest of ${functions.length} functions that match</div>\n` : ""}</header>
${shown.map(({ listed }) => page.function(listed)).join("\n")}
</html>
`;
}

/** Writes the parts of one page. */
class Page {
  readonly text: (value: bigint) => string;
  readonly #total: bigint;

  constructor(report: Report, text: (value: bigint) => string) {
    this.text = text;
    this.#total = report.total;
  }

  function({ name, files }: ListedFunction): string {
    if (files.length === 0) {
      return `<h2>${escapedMarkup(name)}</h2>\n<p>The profile does not say where this function is.</p>`;
    }
    return files.map((file) => this.#file(name, file)).join("\n");
  }

  #file(name: string, { file, flat, cum, lines, error }: ListedFile): string {
    const share = percentage(Number(cum), Number(this.#total)).trim();
    const sums = `${this.text(flat)} flat, ${this.text(cum)} cum, ${share} of the total`;
    const heaviest = lines.reduce((most, line) => Math.max(most, Math.abs(Number(line.cum))), 0);
    const body =
      error === null
        ? `<table>
<thead><tr><th>flat</th><th>cum</th><th>line</th><th></th></tr></thead>
<tbody>
${lines.map((line) => this.#line(line, heaviest)).join("\n")}
</tbody>
</table>`
        : `<p class="error">${escapedMarkup(error)}: give the folder it is in with -source_path, or what to cut from its name with -trim_path</p>`;
    return `<h2>${escapedMarkup(name)}</h2>
<p class="place">${escapedMarkup(file)} · ${escapedMarkup(sums)}</p>
${body}`;
  }

  #line({ line, text, flat, cum, calls }: ListedLine, heaviest: number): string {
    const heat = heaviest === 0 ? 0 : Math.abs(Number(cum)) / heaviest;
    const mark = flat === 0n && cum === 0n ? ' class="idle"' : ` style="--heat: ${heat.toFixed(3)}"`;
    const source = escapedMarkup(text);
    const code =
      calls.length === 0
        ? source
        : `<details><summary>${source}</summary><ul>${calls.map((call) => this.#call(call)).join("")}</ul></details>`;
    return `<tr${mark}><td>${this.#cell(flat)}</td><td>${this.#cell(cum)}</td><td>${line}</td><td>${code}</td></tr>`;
  }

  #cell(value: bigint): string {
    return value === 0n ? "" : escapedMarkup(this.text(value));
  }

  #call({ sum, to, inline }: GraphEdge): string {
    const { info } = to;
    const place = info.file === "" ? "" : `${info.file}:${info.line}`;
    return `<li><b>${escapedMarkup(this.text(sum.value))}</b> ${escapedMarkup(info.name)}${inline ? " (inlined)" : ""} <i>${escapedMarkup(place)}</i></li>`;
  }
}
