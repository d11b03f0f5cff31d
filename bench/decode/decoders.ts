import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fileDescriptor, schemaText } from "./schema.ts";

/** Folder that the other decoders are installed in. */
export const peersFolder: string = join(import.meta.dirname, "../../.peers/decode");

/** What is compared, at the versions compared. */
export const peers: Readonly<Record<string, string>> = {
  pbf: "5.1.2",
  "pprof-format": "2.3.2",
  protobufjs: "8.8.1",
  "@bufbuild/protobuf": "2.17.0",
};

/** Reads a profile and tells how many samples it has, so that all can be seen to have read the same. */
export interface Decoder {
  readonly decode: (bytes: Buffer) => unknown;
  readonly samples: (decoded: never) => number;
}

const require = createRequire(pathToFileURL(join(peersFolder, "package.json")));
/** The peers have no types here: they are installed by the benchmark, not with the project. */
const load = async (name: string): Promise<never> =>
  (await import(pathToFileURL(require.resolve(name)).href)) as never;

/** Makes a decoder, loading only its own library. */
export const decoders: Readonly<Record<string, () => Promise<Decoder>>> = {
  sawtooth: async () => {
    const { decodeProfile } = await import("#profile");
    return {
      decode: decodeProfile,
      samples: (profile: { samples: { count: number } }) => profile.samples.count,
    };
  },
  pbf: async () => {
    const { PbfReader } = (await load("pbf")) as { PbfReader: new (bytes: Buffer) => object };
    const { compile } = (await load("pbf/compile")) as {
      compile: (schema: object) => Record<string, (pbf: object) => unknown>;
    };
    const { default: schema } = (await load("protocol-buffers-schema")) as {
      default: { parse: (text: string) => object };
    };
    const { readProfile } = compile(schema.parse(schemaText()));
    return {
      decode: (bytes) => readProfile!(new PbfReader(bytes)),
      samples: ({ sample }: { sample: unknown[] }) => sample.length,
    };
  },
  "pprof-format": async () => {
    const { Profile } = (await load("pprof-format")) as { Profile: { decode: (bytes: Buffer) => unknown } };
    return {
      decode: (bytes) => Profile.decode(bytes),
      samples: ({ sample }: { sample: unknown[] }) => sample.length,
    };
  },
  protobufjs: async () => {
    const { default: protobuf } = (await load("protobufjs")) as {
      default: {
        parse: (
          text: string,
          options: object,
        ) => { root: { lookupType: (name: string) => { decode: (bytes: Buffer) => unknown } } };
      };
    };
    const type = protobuf
      .parse(schemaText(), { keepCase: true })
      .root.lookupType("perftools.profiles.Profile");
    return {
      decode: (bytes) => type.decode(bytes),
      samples: ({ sample }: { sample: unknown[] }) => sample.length,
    };
  },
  "@bufbuild/protobuf": async () => {
    const { create, createFileRegistry, fromBinary } = (await load("@bufbuild/protobuf")) as Record<
      string,
      (...args: unknown[]) => never
    >;
    const { FileDescriptorProtoSchema } = (await load("@bufbuild/protobuf/wkt")) as Record<string, unknown>;
    const file = create!(FileDescriptorProtoSchema, fileDescriptor());
    const registry = createFileRegistry!(file, () => undefined) as { getMessage: (name: string) => unknown };
    const schema = registry.getMessage("perftools.profiles.Profile");
    return {
      decode: (bytes) => fromBinary!(schema, bytes),
      samples: ({ sample }: { sample: unknown[] }) => sample.length,
    };
  },
};
