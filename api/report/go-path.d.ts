/** A slash-separated path in its shortest form, without `.` and inner `..`; by Go's path/filepath.Clean. "" stays "". */
export declare function cleanPath(path: string): string;
/** The last element of a path; "." for "", "/" for slashes only; by Go's path/filepath.Base. */
export declare function baseName(path: string): string;
/** Where sources are looked for and what is cut off their names first; both are lists separated by `:`. */
export interface SourcePaths {
    readonly sourcePath: string;
    readonly trimPath: string;
}
/**
 * A source file's name without the prefixes it got where the program was built: those of `trimPath` if any, else up to
 * the name of one of the directories searched. By google/pprof internal/report/source.go.
 */
export declare function trimSourcePath(path: string, { sourcePath, trimPath }: SourcePaths): string;
/** The directories of a `:` list; none for "". */
export declare function splitList(list: string): string[];
