import { open, type FileHandle } from "node:fs/promises";
import { readElf } from "./elf-symbols.ts";
import { nodeFiles, type MappedFile } from "./mapped-file.ts";

/** Whether the program handles a signal itself; `unknown` says why it could not be learnt. */
export type OwnHandler = { readonly kind: "yes" | "no" } | { readonly kind: "unknown"; readonly why: string };

/**
 * libuv's one tree of signal watchers, shared by all event loops of the process (libuv src/unix/signal.c). Link-time
 * optimisation renames the static variable.
 */
const TREE_SYMBOLS = ["uv__signal_tree", "uv__signal_tree.0", "uv__signal_tree.lto_priv.0"];

/** Offsets in libuv 1.x's uv_signal_t on 64-bit: after 96 bytes of uv_handle_t and the callback. */
const WATCHER = { signum: 104, left: 112, right: 120, bytes: 128 } as const;

/** A tree deeper than this is not one: memory was read at the wrong place, or while it changed. */
const MAX_WATCHERS = 10_000;

/**
 * Does the program have its own handler for this signal (`process.on('SIGUSR1', …)`)? Learnt by reading libuv's
 * watchers in the memory of the process, which runs on undisturbed. Any doubt is `unknown`.
 */
export async function ownSignalHandler(
  pid: number,
  executable: string | null,
  signal: number,
): Promise<OwnHandler> {
  try {
    const root = await findTree(nodeFiles(pid, executable));
    if (root === null) return { kind: "unknown", why: "its Node binary carries no symbols" };
    const memory = await open(`/proc/${pid}/mem`, "r");
    try {
      const watched = await watchedSignals(memory, root);
      return { kind: watched.includes(signal) ? "yes" : "no" };
    } finally {
      await memory.close();
    }
  } catch (error) {
    return { kind: "unknown", why: `its memory cannot be read (${(error as Error).message})` };
  }
}

async function findTree(files: readonly MappedFile[]): Promise<bigint | null> {
  for (const file of files) {
    const address = await readElf(file.path, async (elf) => {
      const [symbol] = await elf.findSymbols(TREE_SYMBOLS);
      if (symbol === undefined || symbol.size !== 8n) return null;
      // A program linked to a fixed address (ET_EXEC) is mapped where it was linked to, so this adds nothing.
      return file.base - pageOf(elf.linkedAt) + symbol.address;
    });
    if (address !== null) return address;
  }
  return null;
}

/** Segments are mapped in whole pages; 64 KiB pages of some arm64 kernels are covered by how linkers align segments. */
function pageOf(address: bigint): bigint {
  return address & ~0xfffn;
}

/** The signal numbers of all watchers in the tree. */
async function watchedSignals(memory: FileHandle, root: bigint): Promise<number[]> {
  const signals: number[] = [];
  const pending = [(await read(memory, root, 8)).readBigUInt64LE(0)];
  for (let address = pending.pop(); address !== undefined; address = pending.pop()) {
    if (address === 0n) continue;
    const watcher = await read(memory, address, WATCHER.bytes);
    const signal = watcher.readInt32LE(WATCHER.signum);
    if (signal < 1 || signal > 64 || signals.length > MAX_WATCHERS)
      throw new Error("what was read is no signal tree");
    signals.push(signal);
    pending.push(watcher.readBigUInt64LE(WATCHER.left), watcher.readBigUInt64LE(WATCHER.right));
  }
  return signals;
}

async function read(memory: FileHandle, address: bigint, size: number): Promise<Buffer> {
  const buffer = Buffer.alloc(size);
  if (address > BigInt(Number.MAX_SAFE_INTEGER)) throw new Error("what was read is no address");
  const { bytesRead } = await memory.read(buffer, 0, size, Number(address));
  if (bytesRead !== size) throw new Error("it ended early");
  return buffer;
}
