/** A field of a message: number, name, type, and whether there may be many. */
type Field = readonly [number: number, name: string, type: string, many?: "many"];

/** profile.proto as a table (github.com/google/pprof/proto/profile.proto), for decoders that are made from a schema. */
const MESSAGES: Readonly<Record<string, readonly Field[]>> = {
  Profile: [
    [1, "sample_type", "ValueType", "many"],
    [2, "sample", "Sample", "many"],
    [3, "mapping", "Mapping", "many"],
    [4, "location", "Location", "many"],
    [5, "function", "Function", "many"],
    [6, "string_table", "string", "many"],
    [7, "drop_frames", "int64"],
    [8, "keep_frames", "int64"],
    [9, "time_nanos", "int64"],
    [10, "duration_nanos", "int64"],
    [11, "period_type", "ValueType"],
    [12, "period", "int64"],
    [13, "comment", "int64", "many"],
    [14, "default_sample_type", "int64"],
  ],
  ValueType: [
    [1, "type", "int64"],
    [2, "unit", "int64"],
  ],
  Sample: [
    [1, "location_id", "uint64", "many"],
    [2, "value", "int64", "many"],
    [3, "label", "Label", "many"],
  ],
  Label: [
    [1, "key", "int64"],
    [2, "str", "int64"],
    [3, "num", "int64"],
    [4, "num_unit", "int64"],
  ],
  Mapping: [
    [1, "id", "uint64"],
    [2, "memory_start", "uint64"],
    [3, "memory_limit", "uint64"],
    [4, "file_offset", "uint64"],
    [5, "filename", "int64"],
    [6, "build_id", "int64"],
    [7, "has_functions", "bool"],
    [8, "has_filenames", "bool"],
    [9, "has_line_numbers", "bool"],
    [10, "has_inline_frames", "bool"],
  ],
  Location: [
    [1, "id", "uint64"],
    [2, "mapping_id", "uint64"],
    [3, "address", "uint64"],
    [4, "line", "Line", "many"],
    [5, "is_folded", "bool"],
  ],
  Line: [
    [1, "function_id", "uint64"],
    [2, "line", "int64"],
  ],
  Function: [
    [1, "id", "uint64"],
    [2, "name", "int64"],
    [3, "system_name", "int64"],
    [4, "filename", "int64"],
    [5, "start_line", "int64"],
  ],
};

/** The same in protobuf's language. */
export function schemaText(): string {
  const messages = Object.entries(MESSAGES).map(([name, fields]) => {
    const lines = fields.map(
      ([number, field, type, many]) => `  ${many ? "repeated " : ""}${type} ${field} = ${number};`,
    );
    return `message ${name} {\n${lines.join("\n")}\n}`;
  });
  return `syntax = "proto3";\npackage perftools.profiles;\n${messages.join("\n")}\n`;
}

/** Numbers of scalar types in a descriptor (google/protobuf/descriptor.proto). */
const SCALARS: Readonly<Record<string, number>> = { int64: 3, uint64: 4, bool: 8, string: 9 };
const MESSAGE = 11;

/** The same as a FileDescriptorProto, without the type names that its library adds. */
export function fileDescriptor(): object {
  return {
    name: "profile.proto",
    package: "perftools.profiles",
    syntax: "proto3",
    messageType: Object.entries(MESSAGES).map(([name, fields]) => ({
      name,
      field: fields.map(([number, field, type, many]) => ({
        name: field,
        jsonName: field.replaceAll(/_(\w)/gu, (_, letter: string) => letter.toUpperCase()),
        number,
        label: many ? 3 : 1,
        type: SCALARS[type] ?? MESSAGE,
        ...(type in SCALARS ? {} : { typeName: `.perftools.profiles.${type}` }),
      })),
    })),
  };
}
