import { trafficHandler } from "./handler.ts";
import { declarator, variableOf, type SourceCode } from "./rule-context.ts";
import { memberName, nameOf, unwrapped, type MemberExpression, type Node } from "./syntax.ts";

/**
 * Where a key comes from, by the names in it: `identity` tells one user, connection or request from another, so that
 * there is no end of them; `config` names a kind of thing, of which a program has a few; `unknown` is the rest.
 */
export type Provenance = "identity" | "config" | "unknown";

const DEEPEST = 4;
/** Words that end, or are, the name of something there is no end of. */
const IDENTITY =
  /(?:^|[a-z_$]|(?=[A-Z]))(?:ids?|I[dD]s?|[uU]id|UID|[uU]{2}id|UUID|[gG]uid|[tT]oken|[sS]ession|[sS]id|[iI]p|IP|[aA]ddr(?:ess)?|[eE]mail|[uU]ser|[sS]ocket|[cC]onn(?:ection)?|[cC]lient|[rR]eq(?:uest)?|[pP]eer|[rR]emote|[hH]ash|[nN]once|[cC]ursor|[sS]ql|[qQ]uery|[uU]rl|URL|[uU]ri|[hH]ref|[oO]rigin|[tT]imestamp|[sS]eq|[dD]igest|[fF]ingerprint|[aA]ccount|[oO]rder|[tT]enant|[hH]ost|[hH]ostname|[tT]arget|[cC]hannel|[tT]opic|[rR]oom|[iI]dentity)$/;
const CONFIG =
  /(?:^|[a-z_$])(?:[nN]ame|[tT]ype|[kK]ind|[lL]ocale|[lL]ang(?:uage)?|ns|[nN]amespace|[sS]cheme|protocol|opcode|[dD]ialect|[dD]river|[eE]vent|[mM]ethod|[pP]lugin|[mM]odule|[pP]rovider|[sS]ervice|[pP]refix|[fF]ormat|[lL]evel|[sS]tatus(?:Code)?|[vV]ersion|[cC]ategory|ctor|cls|constructor|metatype|[hH]andler|[fF]ile|[fF]ilename|dir|template|ext|mime|charset|encoding|option|[pP]rop|[fF]ield|attr|tag|store|text|label|[cC]onfig|[kK]lass)$/;
/** Ids and accounts of what a program is configured with, of which there are few though they are called ids. */
const CONFIGURED =
  /(?:^|[a-z_$]|(?=[A-Z]))(?:(?:[sS]ervice|[dD]atabase|[dD]b|[pP]lugin|[mM]odule|[pP]rovider|[sS]chema|[tT]ype|[rR]egion|[zZ]one|[cC]luster|[lL]ocale|[fF]ormat|[dD]river|[aA]dapter|[mM]odel|[cC]ommand|[hH]andler|[cC]onfig|[eE]xtension)_?(?:Id|ID|id)|[sS]ervice_?[aA]ccount|[cC]redentials?)$/;
const ALWAYS_NEW = new Set([
  "now",
  "random",
  "randomUUID",
  "randomBytes",
  "nextTick",
  "hrtime",
  "nanoid",
  "uuidv4",
]);
const SAME_VALUE =
  /^(?:toString|toLowerCase|toUpperCase|trim|slice|substring|replace|replaceAll|join|digest|at)$/;
const CONVERTS = /^(?:String|Number|BigInt|hash|md5|sha1|sha256)$/;

/** Where the key of an insert comes from. An append to a list has no key: then it counts what runs it. */
export function provenanceOf(sourceCode: SourceCode, insert: Node, key: Node | null): Provenance {
  const inHandler = trafficHandler(insert) !== null;
  if (key === null) return inHandler ? "identity" : "unknown";
  const names = namesIn(sourceCode, key, 0);
  const isConfig = (name: string): boolean => CONFIGURED.test(name) || CONFIG.test(name);
  if (names.some((name) => IDENTITY.test(name) && !CONFIGURED.test(name))) return "identity";
  if (names.length > 0 && names.every(isConfig)) return "config";
  return inHandler && !names.some(isConfig) ? "identity" : "unknown";
}

/** The names a key is made of, following constants to what they were made from. */
function namesIn(sourceCode: SourceCode, key: Node, depth: number): readonly string[] {
  if (depth > DEEPEST) return [];
  const node = unwrapped(key);
  const inside = (part: Node): readonly string[] => namesIn(sourceCode, part, depth + 1);
  switch (node.type) {
    case "Identifier": {
      const init = declarator(variableOf(sourceCode, node, node.name))?.init ?? null;
      return [node.name, ...(init === null ? [] : inside(init))];
    }
    case "MemberExpression":
      return [nameOfMember(node)];
    case "CallExpression":
      return namesInCall(node.callee, node.arguments, inside);
    case "TemplateLiteral":
      return node.expressions.flatMap(inside);
    case "BinaryExpression":
      return [...inside(node.left), ...inside(node.right)];
    case "LogicalExpression":
      return [...inside(node.left), ...inside(node.right)];
    case "AwaitExpression":
      return inside(node.argument);
    case "UpdateExpression":
      return ["seq"];
    default:
      return [];
  }
}

/** `plugin.id` is named as `pluginId` would be. */
function nameOfMember(member: MemberExpression): string {
  const name = memberName(member) ?? "";
  const owner = nameOf(unwrapped(member.object));
  return owner !== null && /^_?id$/i.test(name) ? `${owner}Id` : name;
}

function namesInCall(
  callee: Node,
  inputs: readonly Node[],
  inside: (part: Node) => readonly string[],
): readonly string[] {
  const target = unwrapped(callee);
  const name = (target.type === "MemberExpression" ? memberName(target) : nameOf(target)) ?? "";
  if (ALWAYS_NEW.has(name)) return ["id"];
  if (target.type === "MemberExpression" && SAME_VALUE.test(name)) return inside(target.object);
  return [name, ...(CONVERTS.test(name) ? inputs.flatMap(inside) : [])];
}
