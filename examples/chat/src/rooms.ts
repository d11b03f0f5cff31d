import { metrics } from "./metrics.ts";
import type { Line } from "./protocol.ts";
import { send, type Session } from "./session.ts";

const HISTORY = 30;

interface Room {
  readonly members: Set<Session>;
  readonly history: Line[];
}

const rooms = new Map<string, Room>();

/** Puts a client into a room and shows it what was said last. */
export function join(session: Session, name: string): void {
  let room = rooms.get(name);
  if (room === undefined) rooms.set(name, (room = { members: new Set(), history: [] }));
  room.members.add(session);
  session.rooms.add(name);
  send(session, { type: "history", room: name, lines: room.history });
  announce(name, room);
}

/** Says a line to everybody in the room. */
export function say(session: Session, name: string, text: string): void {
  const room = rooms.get(name);
  if (room === undefined || !room.members.has(session)) {
    metrics.refused++;
    send(session, { type: "error", message: `not in ${name}: join it first` });
    return;
  }
  const line: Line = { room: name, from: session.profile?.user ?? "guest", text, at: Date.now() };
  room.history.push(line);
  if (room.history.length > HISTORY) room.history.shift();
  for (const member of room.members) {
    send(member, { type: "line", line });
    metrics.sent++;
  }
}

/** Takes a client out of a room; the last one out closes it. */
export function leave(session: Session, name: string): void {
  const room = rooms.get(name);
  if (room === undefined) return;
  room.members.delete(session);
  session.rooms.delete(name);
  if (room.members.size === 0) rooms.delete(name);
  else announce(name, room);
}

/** Takes a client out of every room it is in. */
export function leaveAll(session: Session): void {
  for (const name of session.rooms) leave(session, name);
}

function announce(name: string, room: Room): void {
  for (const member of room.members) {
    send(member, { type: "presence", room: name, online: room.members.size });
  }
}
