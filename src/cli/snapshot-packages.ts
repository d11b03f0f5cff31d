/** The package a script is of, by its path; Node.js and the application count as one each. */
export function packageOfScript(script: string): string {
  if (script === "") return "(no module: V8 and Node.js)";
  if (script.startsWith("node:")) return "Node.js";
  const found = /.*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/u.exec(script);
  return found === null ? "(the application)" : found[1]!.replace("\\", "/");
}
