import { createWriteStream, openSync, readSync, closeSync } from "node:fs";
import { once } from "node:events";
import { readSnapshot } from "#heapfile";

/**
 * Writes a snapshot of about so many bytes: a root, and below it copies of another snapshot with ids of their own, in
 * the form that V8 writes. Streams, so that it takes no more memory than the snapshot it copies.
 */
export async function synthesise(source: string, path: string, bytes: number): Promise<void> {
  const { nodes, edges, header, strings } = await readSnapshot(source);
  const copies = Math.max(1, Math.round(bytes / header.fileBytes));
  const nodeCount = 1 + nodes.count * copies;
  const file = createWriteStream(path, { highWaterMark: 1 << 24 });
  const write = async (text: string): Promise<void> => {
    if (!file.write(text, "latin1")) await once(file, "drain");
  };
  const head = { ...rawHead(source), node_count: nodeCount, edge_count: copies + edges.count * copies };
  await write(`{"snapshot":${JSON.stringify(head)},\n"nodes":[9,0,1,0,${copies},0,0\n`);
  for (let copy = 0; copy < copies; copy++)
    await inPieces(nodes.count, write, (node) => {
      const count = nodes.firstEdges[node + 1]! - nodes.firstEdges[node]!;
      const id = ((nodes.ids[node]! >>> 1) + copy * 40_000_000) * 2 + 1;
      return `,${nodes.types[node]},${nodes.names[node]},${id % 2 ** 32},${nodes.selfSizes[node]},${count},0,0\n`;
    });
  await write(`],\n"edges":[`);
  for (let copy = 0; copy < copies; copy++)
    await write(`${copy > 0 ? "," : ""}1,${copy},${(1 + copy * nodes.count) * 7}\n`);
  for (let copy = 0; copy < copies; copy++)
    await inPieces(edges.count, write, (edge) => {
      const end = edges.ends[edge]!;
      const to = (1 + copy * nodes.count + (end & 0x1fff_ffff)) * 7;
      return `,${end >>> 29},${edges.names[edge]},${to}\n`;
    });
  await write(
    '],\n"trace_function_infos":[],\n"trace_tree":[],\n"samples":[],\n"locations":[],\n"strings":[',
  );
  await inPieces(
    strings.count,
    write,
    (index) =>
      `${index > 0 ? "," : ""}${JSON.stringify(strings.get(index)).replaceAll(/[\u0080-\uffff]/gu, "?")}\n`,
  );
  file.end("]}");
  await once(file, "finish");
}

async function inPieces(
  count: number,
  write: (text: string) => Promise<void>,
  row: (index: number) => string,
): Promise<void> {
  for (let from = 0; from < count; from += 50_000) {
    let text = "";
    for (let index = from; index < Math.min(count, from + 50_000); index++) text += row(index);
    await write(text);
  }
}

/** The description that the source begins with, which all records keep to. */
function rawHead(source: string): object {
  const file = openSync(source, "r");
  const bytes = Buffer.alloc(65_536);
  const length = readSync(file, bytes, 0, bytes.length, 0);
  closeSync(file);
  const text = bytes.toString("latin1", 0, length);
  const from = text.indexOf('"snapshot":') + 11;
  return JSON.parse(text.slice(from, text.lastIndexOf("}", text.indexOf('"nodes"')) + 1)) as object;
}
