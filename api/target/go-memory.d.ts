/** Memory of a Go process: the fields of runtime.MemStats that say how large it is; bytes. */
export interface GoMemory {
    /** Live and not yet swept objects; right after a collection, the live heap. */
    readonly heapAlloc: number;
    /** Spans that hold at least one object. */
    readonly heapInuse: number;
    /** All memory obtained from the operating system and not given back: close to the resident size. */
    readonly resident: number;
    readonly collections: number;
}
/**
 * Reads the `# runtime.MemStats` block that ends Go's text heap profile (`heap?debug=1`); null when it is not there.
 * `text` may be the end of the profile only.
 */
export declare function parseGoMemory(text: string): GoMemory | null;
