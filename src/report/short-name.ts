const CPP_ANONYMOUS = /^\(anonymous namespace\)::/u;
const GO_VERSION = /^(.*?)\/v(?:[2-9]|[1-9][0-9]+)([./].*)$/u;
const SHORTER = [
  /^(?:[\w\-.]+\/)+(.+)/u,
  /^(?:[a-z]\w*\.)*([A-Z][\w$]*\.(?:<init>|[a-z][\w$]*(?:\$\d+)?))(?:(?:\()|$)/u,
  /^(?:[_a-zA-Z]\w*::)+(_*[A-Z]\w*::~?[_a-zA-Z]\w*(?:<.*>)?)/u,
] as const;

/**
 * A function's name for a picture: without the directories and major version of a Go package, the package of a Java
 * class, or the namespaces of a C++ method. By google/pprof internal/graph.
 */
export function shortFunctionName(name: string): string {
  const plain = name.replace(CPP_ANONYMOUS, "").replace(GO_VERSION, "$1$2");
  for (const pattern of SHORTER) {
    const short = pattern.exec(plain)?.[1];
    if (short !== undefined) return short;
  }
  return plain;
}
