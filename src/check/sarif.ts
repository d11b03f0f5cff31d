import type { Problem } from "./problem.ts";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

/** Problems as a SARIF 2.1.0 log (OASIS), which code hosts show beside the lines. */
export function sarifOf(problems: readonly Problem[], version: string): object {
  const rules = [...new Set(problems.map(({ rule }) => rule))];
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "sawtooth",
            version,
            informationUri: "https://www.npmjs.com/package/sawtooth",
            rules: rules.map((id) => ({ id })),
          },
        },
        results: problems.map(({ rule, file, line, column, message }) => ({
          ruleId: rule,
          ruleIndex: rules.indexOf(rule),
          level: "error",
          message: { text: message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(file), uriBaseId: "%SRCROOT%" },
                region: { startLine: line, startColumn: column },
              },
            },
          ],
        })),
      },
    ],
  };
}
