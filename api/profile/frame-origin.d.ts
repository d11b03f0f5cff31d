import type { Frame } from "./frame.ts";
/** Whose code a frame is: the platform's (Go's runtime and standard library, Node.js itself), a package's, or the program's own. */
export type FrameOrigin = "platform" | "dependency" | "application";
/** A package a frame lies in: a Go module or an npm package. */
export interface FramePackage {
    readonly name: string;
    readonly version: string | null;
}
/**
 * Whose code a frame is.
 *
 * Go: a function's import path is its name up to the first dot after the last slash. A standard-library path has a
 * known first element (`net` of `net/http.(*conn).serve`) and its file lies where GOROOT puts it, `…/src/net/http/…`, or
 * with -trimpath `net/http/…`; so a module `log` of the user's, in `/home/me/log/`, is still the application's. Modules
 * are known by the `@version` of the module cache or by `vendor/`. Node.js: `node:` URLs, `node_modules`.
 */
export declare function frameOrigin(frame: Frame): FrameOrigin;
/** The package a frame lies in; null for the program's own code and the platform's. */
export declare function framePackage(frame: Frame): FramePackage | null;
/** The import path of a Go function's package: `net/http` of `net/http.(*conn).serve`. */
export declare function goPackagePath(name: string): string;
