/** Addresses handed out at once; older ones are forgotten, and `symbol` then knows them no longer. */
const mostAddresses = 65_536;
const firstAddress = 0x400000;
const bytesPerPlace = 16;

/**
 * Addresses for places in the program, for the text forms of profiles: JavaScript has none, but the tools that read those
 * want numbers, and ask `symbol` for their names. A place has the same address as long as it is asked for.
 */
export class Addresses {
  readonly #byPlace = new Map<string, number>();
  readonly #nameOf = new Map<number, string>();
  #next = firstAddress;

  of(name: string, file: string, line: number): number {
    const place = `${name}\0${file}\0${line}`;
    const known = this.#byPlace.get(place);
    if (known !== undefined) return known;
    const address = this.#next;
    this.#next += bytesPerPlace;
    this.#byPlace.set(place, address);
    this.#nameOf.set(address, name);
    if (this.#byPlace.size > mostAddresses) this.#forgetOldest();
    return address;
  }

  /** The function at an address that was handed out; null for any other. */
  nameAt(address: number): string | null {
    return this.#nameOf.get(address) ?? null;
  }

  #forgetOldest(): void {
    const [oldest] = this.#byPlace;
    if (oldest === undefined) return;
    this.#byPlace.delete(oldest[0]);
    this.#nameOf.delete(oldest[1]);
  }
}
