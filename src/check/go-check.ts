import { packageOf, type GoCollection, type GoPackage } from "./go-package.ts";
import { childrenOf, everyNode, functionAround, receiverOf, type GoFile, type GoNode } from "./go-syntax.ts";
import { classifyGo, noGoUses, type GoInsert, type GoUses } from "./go-use.ts";
import type { Level } from "./linter.ts";
import { problemOf, type Problem } from "./problem.ts";

const LEVELS: readonly Level[] = ["identity", "strict", "pedantic"];
const LONG_LIVED =
  /(?:Manager|Registry|Server|Store|Storage|Cache|Pool|Service|Gateway|Hub|Broker|Node|Router|Tracker|Monitor|Controller|Provider|Scheduler|Factory|Coordinator|Limiter|Cluster|Engine|Handler|Client|Agent|App|Resolver|Collector|Watcher|Balancer|Discovery|Consumer|Querier|Ingester|Distributor)$/i;
/** Functions that run at the start, or once for each thing a program is made of. */
const REGISTERS =
  /^(?:init|Init|Register|register|New|new|Must|Parse|parse|Load|load|Add[A-Z]\w*(?:Type|Plugin|Handler|Middleware|Route|Codec|Parser)|Setup|setup|Configure|Provision|Unmarshal|unmarshal|Decode|decode|Validate)/;
const AT_THE_START = /^(?:init|main|Test|Benchmark)/;
const IDENTITY =
  /(?:id|ID|Id|key|Key|[tT]oken|[sS]ession|sid|ip|IP|[aA]ddr|email|[uU]ser|socket|[cC]onn|[cC]lient|[rR]eq|[pP]eer|remote|[hH]ash|url|URL|[hH]ost|[cC]hannel|[tT]opic|room|subject|account|acc|node|uid|UID|fp|fingerprint|Remote\w*|Now|NewString|String)$/;
const CONFIG =
  /(?:[nN]ame|[tT]ype|[kK]ind|scheme|[mM]ethod|[mM]odule|level|ext|lang|locale|[fF]ield|[vV]ersion|event|label|path|file)$/;

/** An insert that makes a Go collection grow for ever, and the level from which on it is reported. */
interface GoGrowth {
  readonly insert: GoInsert;
  readonly level: Level;
}

/** Collections of one package that are added to and never pruned. A package is complete: what is not exported has no other uses. */
export function checkGoPackage(files: readonly GoFile[], level: Level): readonly Problem[] {
  const goPackage = packageOf(files);
  return [...usesIn(goPackage)].flatMap(([collection, uses]) => {
    const growth = goGrowthOf(collection, uses, goPackage);
    if (growth === null || LEVELS.indexOf(growth.level) > LEVELS.indexOf(level)) return [];
    return [
      problemOf(
        { rule: "no-unpruned-collection", ...collection },
        messageOf(collection, growth.insert, uses, goPackage),
      ),
    ];
  });
}

/** What makes a collection grow for ever; null when it does not live long, or something takes entries out. */
export function goGrowthOf(collection: GoCollection, uses: GoUses, goPackage: GoPackage): GoGrowth | null {
  if (uses.prunes > 0 || uses.guards > 0) return null;
  const insert = uses.inserts.find((candidate) => !AT_THE_START.test(candidate.function));
  if (insert === undefined || !isLongLived(collection, goPackage)) return null;
  return { insert, level: levelOf(collection, uses, goPackage) };
}

function isLongLived({ struct, kind }: GoCollection, { lasting }: GoPackage): boolean {
  if (struct === null || lasting.has(struct)) return true;
  return kind !== "slice" && LONG_LIVED.test(struct);
}

function levelOf(
  { struct, name, kind, hasIdentityKeys }: GoCollection,
  uses: GoUses,
  { instances, shared }: GoPackage,
): Level {
  const lastWord = (key: string): string =>
    key
      .replaceAll(/[\])(]+$/g, "")
      .split(/[.[(]/)
      .at(-1) ?? "";
  const keys = uses.inserts.map(({ key }) => lastWord(key));
  const isPerRequest = uses.inserts.some(
    ({ isPerRequest: is, key }) => is && !CONFIG.test(lastWord(key)) && (kind === "slice" || key !== ""),
  );
  const isIdentity = hasIdentityKeys || isPerRequest || keys.some((key) => IDENTITY.test(key));
  if (uses.inserts.every((insert) => REGISTERS.test(insert.function))) return "pedantic";
  if (!isIdentity && keys.every((key) => CONFIG.test(key))) return "pedantic";
  // Lists of what the package has one of and no goroutines share are built once, such as options.
  if (kind === "slice" && struct !== null && instances.has(struct) && !shared.has(struct)) return "pedantic";
  const isPublic = struct === null && /^[A-Z]/.test(name);
  const isGuess = struct !== null && !instances.has(struct) && !shared.has(struct);
  return isIdentity && uses.escapes === 0 && (kind !== "slice" || isPerRequest) && !isPublic && !isGuess
    ? "identity"
    : "strict";
}

function messageOf(
  { name, struct, kind }: GoCollection,
  insert: GoInsert,
  { switchedBy }: GoUses,
  goPackage: GoPackage,
): string {
  const what = struct === null ? name : `${struct}.${name}`;
  const scope =
    struct === null
      ? "package variable"
      : goPackage.instances.has(struct)
        ? "field of a package instance"
        : goPackage.shared.has(struct)
          ? "field of a struct that goroutines share"
          : "field of a long-lived struct";
  const consequence = insert.key === "" ? "every call adds one" : "every distinct key stays";
  const taken =
    switchedBy === null
      ? "nothing in this package takes entries out"
      : `entries are only taken out when ${switchedBy} is on`;
  return `'${what}' (${kind}, ${scope}) grows at line ${insert.line}, ${insert.operation} in ${insert.function}(), and ${taken}: ${consequence} for the life of the process. Delete the entry on teardown (defer delete(…)), bound it, or reset it.`;
}

/** What the package does to each of its collections. */
export function usesIn(goPackage: GoPackage): ReadonlyMap<GoCollection, GoUses> {
  const uses = new Map<GoCollection, GoUses>();
  for (const { path, root } of goPackage.files) {
    for (const node of everyNode(root)) {
      const named = collectionsAt(node, goPackage);
      for (const collection of named.all) {
        const found = uses.get(collection) ?? noGoUses();
        uses.set(collection, found);
        const here = noGoUses();
        classifyGo(node, path, collection, goPackage, here);
        found.prunes += here.prunes;
        found.guards += here.guards;
        found.escapes += here.escapes;
        found.switchedBy ??= here.switchedBy;
        // Which of several fields of one name is meant cannot be told: what takes out counts for all, an insert for none.
        if (named.isCertain) found.inserts.push(...here.inserts);
      }
    }
  }
  return uses;
}

/** The collections that a node may name. */
function collectionsAt(
  node: GoNode,
  { collections }: GoPackage,
): { readonly all: readonly GoCollection[]; readonly isCertain: boolean } {
  if (node.type === "identifier") {
    const all = collections.filter(({ struct, name }) => struct === null && name === node.text);
    return { all: all.length === 0 || isDeclaration(node) || isShadowed(node) ? [] : all, isCertain: true };
  }
  if (node.type !== "selector_expression") return { all: [], isCertain: true };
  const field = node.childForFieldName("field")?.text;
  const all = collections.filter(({ struct, name }) => struct !== null && name === field);
  if (all.length === 0) return { all, isCertain: true };
  const fn = functionAround(node);
  const receiver = fn === null ? null : receiverOf(fn);
  const own = all.filter(
    ({ struct }) => struct === receiver?.type && node.childForFieldName("operand")?.text === receiver?.name,
  );
  return own.length > 0 ? { all: own, isCertain: true } : { all, isCertain: all.length === 1 };
}

function isDeclaration({ parent, text }: GoNode): boolean {
  if (parent === null || parent.type === "var_spec" || parent.type === "parameter_declaration") return true;
  const statement = parent.parent;
  return (
    statement?.type === "short_var_declaration" &&
    childrenOf(statement.childForFieldName("left") ?? statement).some((name) => name.text === text)
  );
}

/** Whether the function around has a parameter or variable of the same name. */
function isShadowed(node: GoNode): boolean {
  const fn = functionAround(node);
  const parameters = fn?.childForFieldName("parameters")?.text ?? "";
  const body = fn?.childForFieldName("body")?.text ?? "";
  return (
    new RegExp(String.raw`[(,]\s*${node.text}\b`).test(parameters) ||
    new RegExp(String.raw`(?:^|[\s,])${node.text}\s*(?:,\s*\w+\s*)*:=|\bvar ${node.text}\b`).test(body)
  );
}
