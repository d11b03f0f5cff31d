/** Whether bytes begin as gzip does. */
export declare function isGzip(bytes: Uint8Array): boolean;
/**
 * Uncompresses gzip, giving up as soon as more than `maximumBytes` come out; bytes that are not gzip are returned as
 * they are. Uses DecompressionStream, so it runs in Node.js and in a browser.
 */
export declare function gunzip(bytes: Uint8Array<ArrayBuffer>, maximumBytes: number): Promise<Uint8Array>;
