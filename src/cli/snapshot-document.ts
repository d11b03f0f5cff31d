/** Version of what `--json` prints of one snapshot: docs/snapshot.md says what is in it. */
const VERSION = 1;

/** Prints the answer of a command of `sawtooth snapshot` as a document. */
export function printDocument(answer: object): void {
  process.stdout.write(`${JSON.stringify({ version: VERSION, ...answer }, null, 2)}\n`);
}
