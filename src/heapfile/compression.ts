import { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { HeapFileError } from "./heap-file-error.ts";

/** How the bytes of a file are packed, told by its first four. */
export type Compression = "none" | "gzip" | "zstd";

/** Tells the compression from the first bytes of a file. */
export function compressionOf(bytes: Uint8Array): Compression {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "gzip";
  const isZstd = bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd;
  return isZstd ? "zstd" : "none";
}

/** A stream that unpacks; throws `zstd-unsupported` where this Node cannot. `name` is of the file, for the message. */
export function unpacker(compression: Exclude<Compression, "none">, name: string): Transform {
  const options = { chunkSize: 1 << 20 };
  if (compression === "gzip") return zlib.createGunzip(options);
  const create: unknown = Reflect.get(zlib, "createZstdDecompress");
  if (typeof create === "function") return (create as (options: object) => Transform)(options);
  throw new HeapFileError(
    "zstd-unsupported",
    `${name} is packed with zstd, which Node.js ${process.versions.node} cannot unpack (22.15 and 23.8 on can): unpack it with zstd -d, or run a newer Node.js`,
  );
}

/** What an error of an unpacking stream means for the reader of the file. */
export function unpackingError(name: string, error: NodeJS.ErrnoException): HeapFileError {
  const isCut = error.code === "Z_BUF_ERROR" || /unexpected end/iu.test(error.message);
  return new HeapFileError(
    "compression-damaged",
    isCut
      ? `${name} is cut off in its compressed data: copy or take it again, as writing it was ended or the copy is not whole`
      : `${name} is damaged in its compressed data (${error.message}): copy or take it again`,
    { cause: error },
  );
}
