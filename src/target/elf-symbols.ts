import { open, type FileHandle } from "node:fs/promises";

/** A symbol with the address the linker gave it. */
interface ElfSymbol {
  readonly name: string;
  readonly address: bigint;
  readonly size: bigint;
}

/** The parts of an ELF executable or shared library that tell what is in it. */
export interface ElfFile {
  /** The names a dynamic linker sees (.dynstr), as bytes between NULs. Kept by `strip`. */
  readonly dynamicNames: Buffer;
  /** Where the lowest loaded segment was linked to; 0 for anything position-independent. */
  readonly linkedAt: bigint;
  /** Symbols of .symtab with one of these names; empty when the file was stripped. */
  findSymbols(names: readonly string[]): Promise<ElfSymbol[]>;
}

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

const SECTION_SYMTAB = 2;
const SECTION_DYNSYM = 11;
const SEGMENT_LOAD = 1;
/** Bytes of one Elf64_Sym: name u32, info u8, other u8, section u16, value u64, size u64. */
const SYMBOL_BYTES = 24;

/**
 * Opens a 64-bit little-endian ELF file, reading only its header and the tables asked for (a Node binary is over
 * 100 MB). Returns null for anything else. Format: System V ABI, ELF-64 Object File Format 1.5.
 */
export async function readElf<T>(path: string, use: (elf: ElfFile) => Promise<T>): Promise<T | null> {
  const file = await open(path, "r");
  try {
    const header = await readAt(file, 0, 64);
    const elf64LittleEndian =
      header.length === 64 && header.readUInt32BE(0) === 0x7f454c46 && header.readUInt16BE(4) === 0x0201;
    if (!elf64LittleEndian) return null;
    const sections = await readSections(file, header);
    const dynamic = sections.find((section) => section.type === SECTION_DYNSYM);
    return await use({
      dynamicNames: await readStrings(file, sections, dynamic),
      linkedAt: await readLinkAddress(file, header),
      findSymbols: (names) => findSymbols(file, sections, names),
    });
  } finally {
    await file.close();
  }
}

async function readSections(file: FileHandle, header: Buffer): Promise<Section[]> {
  const entryBytes = header.readUInt16LE(58);
  const count = header.readUInt16LE(60);
  const table = await readAt(file, Number(header.readBigUInt64LE(40)), entryBytes * count);
  return Array.from({ length: Math.floor(table.length / Math.max(1, entryBytes)) }, (_, i) => {
    const entry = table.subarray(i * entryBytes, (i + 1) * entryBytes);
    return {
      type: entry.readUInt32LE(4),
      offset: Number(entry.readBigUInt64LE(24)),
      size: Number(entry.readBigUInt64LE(32)),
      link: entry.readUInt32LE(40),
    };
  });
}

async function readLinkAddress(file: FileHandle, header: Buffer): Promise<bigint> {
  const entryBytes = header.readUInt16LE(54);
  const table = await readAt(file, Number(header.readBigUInt64LE(32)), entryBytes * header.readUInt16LE(56));
  for (let at = 0; at + entryBytes <= table.length; at += entryBytes) {
    // Load segments stand in ascending order, so the first one is the lowest.
    if (table.readUInt32LE(at) === SEGMENT_LOAD) return table.readBigUInt64LE(at + 16);
  }
  return 0n;
}

async function findSymbols(
  file: FileHandle,
  sections: Section[],
  names: readonly string[],
): Promise<ElfSymbol[]> {
  const table = sections.find((section) => section.type === SECTION_SYMTAB);
  if (table === undefined) return [];
  const strings = await readStrings(file, sections, table);
  const wanted = new Map<number, string>();
  for (const name of names) {
    const at = strings.indexOf(`\0${name}\0`, 0, "latin1");
    if (at >= 0) wanted.set(at + 1, name);
  }
  if (wanted.size === 0) return [];
  const symbols = await readAt(file, table.offset, table.size);
  const found: ElfSymbol[] = [];
  for (let at = 0; at + SYMBOL_BYTES <= symbols.length; at += SYMBOL_BYTES) {
    const name = wanted.get(symbols.readUInt32LE(at));
    if (name === undefined) continue;
    found.push({ name, address: symbols.readBigUInt64LE(at + 8), size: symbols.readBigUInt64LE(at + 16) });
  }
  return found;
}

async function readStrings(file: FileHandle, sections: Section[], of: Section | undefined): Promise<Buffer> {
  const strings = of === undefined ? undefined : sections[of.link];
  return strings === undefined ? Buffer.alloc(0) : await readAt(file, strings.offset, strings.size);
}

async function readAt(file: FileHandle, offset: number, size: number): Promise<Buffer> {
  const buffer = Buffer.alloc(size);
  const { bytesRead } = await file.read(buffer, 0, size, offset);
  return buffer.subarray(0, bytesRead);
}
