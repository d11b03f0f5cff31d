/** What a guest asked for. */
export interface Wish {
  readonly room: number;
  readonly text: string;
}

type Urgency = "low" | "high";

export class Desk {
  private readonly clerk: string;
  private readonly wishes: Wish[] = []; // HOLDER

  constructor(clerk: string) {
    this.clerk = clerk;
  }

  note(wish: Wish): Urgency {
    this.wishes.push(wish); // INSERT
    return this.clerk.length > 3 ? "high" : "low";
  }
}
