import { type Snapshot } from "#snapshot";
import { type StepListener } from "./steps.ts";
export interface ReadSnapshotOptions extends StepListener {
    /** Threads to read with: two from 64 MiB on unless told. */
    readonly threads?: 1 | 2;
}
/**
 * Reads the heap snapshot in a file, packed with gzip or zstd or not at all; "-" is standard input. Throws a
 * HeapFileError or SnapshotError that names the file.
 */
export declare function readSnapshot(path: string, options?: ReadSnapshotOptions): Promise<Snapshot>;
