/** What a client says about itself when it connects. The avatar is a data URL. */
export interface Profile {
  readonly user: string;
  readonly avatar: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** A line said in a room. */
export interface Line {
  readonly room: string;
  readonly from: string;
  readonly text: string;
  readonly at: number;
}

/** What clients send. */
export type Request =
  | { readonly type: "hello"; readonly profile: Profile }
  | { readonly type: "join"; readonly room: string }
  | { readonly type: "say"; readonly room: string; readonly text: string }
  | { readonly type: "leave"; readonly room: string };

/** What the gateway sends. */
export type Reply =
  | { readonly type: "welcome"; readonly session: string }
  | { readonly type: "history"; readonly room: string; readonly lines: readonly Line[] }
  | { readonly type: "line"; readonly line: Line }
  | { readonly type: "presence"; readonly room: string; readonly online: number }
  | { readonly type: "error"; readonly message: string };
