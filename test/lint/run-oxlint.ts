import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../e2e/nodes.ts";

/** A report of a rule. */
export interface Problem {
  readonly file: string;
  readonly rule: string;
  readonly message: string;
  readonly line: number;
}

/** Writes files into a folder, runs oxlint there with our plugin, and gives what it said. */
export function runOxlint(
  folder: string,
  files: Readonly<Record<string, string>>,
  rules: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const plugin = join(root, "dist", "lint", "index.js");
  writeFileSync(
    join(folder, ".oxlintrc.json"),
    JSON.stringify({ jsPlugins: [plugin], plugins: [], categories: { correctness: "off" }, rules }),
  );
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "node_modules", "oxlint", "bin", "oxlint"), "--format=json", "."],
    { cwd: folder, encoding: "utf8" },
  );
  if (!stdout.startsWith("{")) throw new Error(`oxlint: ${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { message: string; code: string; filename: string; labels: { span: { line: number } }[] }[];
  };
  return diagnostics.map(({ message, code, filename, labels }) => ({
    file: filename,
    rule: /\((.+)\)/.exec(code)?.[1] ?? code,
    message,
    line: labels[0]?.span.line ?? 0,
  }));
}
