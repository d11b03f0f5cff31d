/** The options of a Node process that decide whether and where its inspector opens. */
export interface NodeOptions {
  /** Ports named by `--inspect…` or `--inspect-port`, later ones first; 0 (any port) included. */
  readonly inspectorPorts: readonly number[];
  /** An option such as `--inspect=0` opens it at the start on a port that nobody knows beforehand. */
  readonly opensOnAnyPort: boolean;
  readonly sigusr1Disabled: boolean;
  /** `--permission` without `--allow-inspector`: Node then never opens the inspector. */
  readonly permissionModel: boolean;
}

/** The port SIGUSR1 opens when no option names another. */
export const DEFAULT_INSPECTOR_PORT = 9229;

/** Options that take their value as the next argument, so that it is not mistaken for the script. */
const OPTIONS_WITH_VALUE = new Set([
  "-r",
  "--require",
  "--import",
  "--loader",
  "--experimental-loader",
  "-C",
  "--conditions",
  "--inspect-port",
  "--debug-port",
  "--env-file",
  "--env-file-if-exists",
  "--watch-path",
  "--run",
  "--input-type",
  "--title",
]);

/** Options followed by the program itself. */
const EVALUATION = /^(-e|-p|-pe|--eval|--print)$/;

/** Reads them from argv and from NODE_OPTIONS, as Node does (argv wins). */
export function readNodeOptions(command: readonly string[], environment: string | null): NodeOptions {
  const options = [...ownOptions(command), ...words(environment ?? "")];
  const has = (...names: string[]): boolean => options.some((option) => names.includes(option));
  return {
    inspectorPorts: inspectorPorts(options),
    opensOnAnyPort: options.some((option) => /^--inspect(?:-brk|-wait)?=(?:.*:)?0$/.test(option)),
    sigusr1Disabled: has("--disable-sigusr1"),
    permissionModel: has("--permission", "--experimental-permission") && !has("--allow-inspector"),
  };
}

/** The script a Node command line runs, or `-e` where the program stands in it; null when it is neither. */
export function scriptOf(command: readonly string[]): string | null {
  const word = command[1 + ownOptions(command).length] ?? null;
  return word === null || !EVALUATION.test(word) ? word : "-e";
}

/** The arguments before the script. */
export function ownOptions(command: readonly string[]): string[] {
  const options: string[] = [];
  for (let i = 1; i < command.length; i++) {
    const word = command[i] ?? "";
    if (!word.startsWith("-") || word === "-" || EVALUATION.test(word)) break;
    options.push(word);
    const value = command[i + 1];
    if (OPTIONS_WITH_VALUE.has(word) && value !== undefined) {
      options.push(value);
      i++;
    }
  }
  return options;
}

function inspectorPorts(options: readonly string[]): number[] {
  const ports: number[] = [];
  options.forEach((option, index) => {
    const [name = "", value] = option.split(/=(.*)/s);
    if (!/^--(inspect|inspect-brk|inspect-wait|inspect-port|debug-port)$/.test(name)) return;
    const place = value ?? (OPTIONS_WITH_VALUE.has(name) ? options[index + 1] : undefined);
    const digits = /(?:^|:)(\d{1,5})$/.exec(place ?? "")?.[1];
    ports.push(digits === undefined ? DEFAULT_INSPECTOR_PORT : Number(digits));
  });
  return ports;
}

/** Splits NODE_OPTIONS: spaces separate, double quotes keep together, a backslash inside them escapes. */
function words(text: string): string[] {
  return (text.match(/(?:"(?:\\.|[^"\\])*"|[^\s"])+/g) ?? []).map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"/g, (_, inner: string) => inner.replace(/\\(.)/g, "$1")),
  );
}
