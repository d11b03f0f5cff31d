import { CharacterClasses } from "./character-classes.ts";
import type { CodePointSet } from "./code-point-set.ts";
import { PERL_CLASSES } from "./named-classes.ts";
import { PatternError } from "./pattern-error.ts";
import type { PatternProgram } from "./pattern-program.ts";
import type { Assertion } from "./pattern-syntax.ts";

/** Entries of sets times classes, and of remembered states and their transitions, before they are given up. */
const MOST_MEMBERSHIPS = 1 << 23;
const MOST_REMEMBERED = 1 << 20;

const NEWLINE: CodePointSet = [0x0a, 0x0a];
const WORD = PERL_CLASSES.get("w")!;

/** What stands before a place in the text, as far as assertions ask. */
const AT_START = 0;
const AFTER_NEWLINE = 1;
const AFTER_WORD = 2;
const AFTER_OTHER = 3;

/** Where a text may be in the pattern: instructions, ascending, and what stood before. */
interface State {
  readonly places: readonly number[];
  readonly before: number;
  /** By class of the next character; the last one is the end of the text. */
  readonly next: (State | undefined)[];
}

const MATCHED: State = { places: [], before: AFTER_OTHER, next: [] };

/**
 * Runs a program over texts in time linear in the text, whatever the pattern: all places in the pattern are followed at
 * once, and sets of places that come up again are remembered as states of a deterministic automaton, as RE2 does
 * (Cox, "Regular Expression Matching in the Wild"). Memory is bounded: the states are forgotten when they grow too many.
 */
export class PatternAutomaton {
  readonly #program: PatternProgram;
  readonly #classes: CharacterClasses;
  /** For each instruction, the classes of its set; empty for other instructions. */
  readonly #members: readonly Uint8Array[];
  readonly #newline: Uint8Array;
  readonly #word: Uint8Array;
  /** The class number of the end of the text. */
  readonly #end: number;
  readonly #asserts: boolean;
  /** The newest round in which an instruction was visited. */
  readonly #visited: Uint32Array;
  #round = 0;
  #states = new Map<string, State>();
  #remembered = 0;

  constructor(program: PatternProgram, source: string) {
    this.#program = program;
    const distinct = new Map<string, CodePointSet>();
    for (const one of program.instructions) if (one.kind === "set") distinct.set(one.set.join(), one.set);
    this.#classes = new CharacterClasses([NEWLINE, WORD, ...distinct.values()]);
    this.#end = this.#classes.count;
    if (distinct.size * this.#end > MOST_MEMBERSHIPS) throw new PatternError("expression too large", source);
    const members = new Map<string, Uint8Array>();
    for (const [key, set] of distinct) members.set(key, this.#classes.members(set));
    this.#members = program.instructions.map((one) =>
      one.kind === "set" ? members.get(one.set.join())! : new Uint8Array(0),
    );
    this.#newline = this.#classes.members(NEWLINE);
    this.#word = this.#classes.members(WORD);
    this.#asserts = program.instructions.some((one) => one.kind === "assertion");
    this.#visited = new Uint32Array(program.instructions.length);
  }

  /** Whether the pattern matches anywhere in a text. A lone surrogate counts as U+FFFD. */
  matches(text: string): boolean {
    let state = this.#state([], this.#asserts ? AT_START : AFTER_OTHER);
    for (let i = 0; i < text.length; i++) {
      let point = text.charCodeAt(i);
      if (point >= 0xd800 && point <= 0xdfff) {
        point = text.codePointAt(i)!;
        if (point > 0xffff) i++;
        else point = 0xfffd;
      }
      const character = this.#classes.of(point);
      state = state.next[character] ?? this.#step(state, character);
      if (state === MATCHED) return true;
    }
    return (state.next[this.#end] ?? this.#step(state, this.#end)) === MATCHED;
  }

  /** The state after one more character; MATCHED when the pattern has matched before it. */
  #step(state: State, character: number): State {
    this.#round++;
    const reached: number[] = [];
    const open = [this.#program.start, ...state.places];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (this.#visited[at] === this.#round) continue;
      this.#visited[at] = this.#round;
      const instruction = this.#program.instructions[at]!;
      if (instruction.kind === "match") return this.#remember(state, character, MATCHED);
      if (instruction.kind === "split") open.push(instruction.next, instruction.other);
      else if (instruction.kind === "set") {
        if (this.#members[at]![character] === 1) reached.push(instruction.next);
      } else if (this.#holds(instruction.assertion, state.before, character)) open.push(instruction.next);
    }
    const places = [...new Set(reached)].sort((a, b) => a - b);
    return this.#remember(state, character, this.#state(places, this.#contextAfter(character)));
  }

  #holds(assertion: Assertion, before: number, character: number): boolean {
    if (assertion === "text start") return before === AT_START;
    if (assertion === "line start") return before === AT_START || before === AFTER_NEWLINE;
    if (assertion === "text end") return character === this.#end;
    if (assertion === "line end") return character === this.#end || this.#newline[character] === 1;
    const isEdge = (before === AFTER_WORD) !== (this.#word[character] === 1);
    return isEdge === (assertion === "word edge");
  }

  #contextAfter(character: number): number {
    if (!this.#asserts) return AFTER_OTHER;
    if (this.#newline[character] === 1) return AFTER_NEWLINE;
    return this.#word[character] === 1 ? AFTER_WORD : AFTER_OTHER;
  }

  #remember(state: State, character: number, next: State): State {
    state.next[character] = next;
    return next;
  }

  #state(places: readonly number[], before: number): State {
    const key = `${before}:${places.join()}`;
    let state = this.#states.get(key);
    if (state === undefined) {
      this.#remembered += places.length + this.#end;
      if (this.#remembered > MOST_REMEMBERED) {
        this.#states = new Map();
        this.#remembered = places.length + this.#end;
      }
      state = { places, before, next: [] };
      this.#states.set(key, state);
    }
    return state;
  }
}
