import { jsonPlace, jsonValue, type JsonPlace } from "./document.ts";
import { shown } from "./graph.ts";
import { listedSource, type ListedFile, type SourceReader } from "./listed-source.ts";
import type { Report } from "./report.ts";
import type { NamePattern } from "./tree.ts";

/** A source file's part of a function. */
export interface JsonListedFile {
  readonly file: string;
  readonly flat: number;
  readonly cum: number;
  /** Why there are no lines. */
  readonly error: string | null;
  readonly lines: readonly {
    readonly line: number;
    readonly text: string;
    readonly flat: number;
    readonly cum: number;
    readonly calls: readonly (JsonPlace & { readonly value: number; readonly inline: boolean })[];
  }[];
}

/** The source of the functions whose name matches, with what was spent at each line and what it calls. */
export function sourceDocument(
  report: Report,
  pattern: NamePattern,
  readSource: SourceReader,
): { functions: { name: string; files: JsonListedFile[] }[] } {
  const functions = listedSource(report, pattern, readSource, "calls");
  return {
    functions: functions.map(({ name, files }) => ({
      name,
      files: files.map((file) => listedDocument(report, file)),
    })),
  };
}

function listedDocument(report: Report, { file, flat, cum, error, lines }: ListedFile): JsonListedFile {
  const value = jsonValue(report);
  return {
    file,
    flat: value(flat),
    cum: value(cum),
    error,
    lines: lines.map((line) => ({
      line: line.line,
      text: line.text,
      flat: value(line.flat),
      cum: value(line.cum),
      calls: line.calls.map((edge) => ({
        ...jsonPlace(edge.to.info),
        value: value(shown(edge.sum)),
        inline: edge.inline,
      })),
    })),
  };
}
