import type { WebSocket } from "ws";
import type { Profile, Reply } from "./protocol.ts";

/** One client from the moment its socket opens. */
export interface Session {
  readonly id: string;
  readonly socket: WebSocket;
  readonly openedAt: number;
  readonly rooms: Set<string>;
  profile: Profile | null;
  leftAt: number | null;
}

/** Keeps account of who is connected. */
export interface Registry {
  openSession(socket: WebSocket): Session;
  closeSession(session: Session): void;
  sessionCount(): number;
}

/** Sends to a client that may be gone by now. */
export function send(session: Session, reply: Reply): void {
  if (session.socket.readyState === session.socket.OPEN) session.socket.send(JSON.stringify(reply));
}
