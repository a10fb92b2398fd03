import { realpathSync } from 'node:fs';
import { Pool, type Taken } from './pool.ts';

/**
 * Whose turn it is to write to a file, among all that opened it in this process. SQLite would let the second wait by
 * holding up the whole process, in which the first could then never end; so it waits here. Other processes do not
 * matter: they end without this one.
 */
interface Turn {
  gate: Pool<object>;
  users: number;
}
const turns = new Map<string, Turn>();

/** A writer that is taken in turn with the others of its file; `leave` once it is closed. */
export function inTurn<T>(file: string, writer: T): Taken<T> & { leave(): void } {
  const path = realpathSync(file);
  const turn = turns.get(path) ?? { gate: new Pool<object>(1, () => ({})), users: 0 };
  turn.users += 1;
  turns.set(path, turn);
  let mine: object | null = null;
  const begin = (token: object): T => {
    mine = token;
    return writer;
  };
  return {
    take() {
      const token = turn.gate.take();
      return token instanceof Promise ? token.then(begin) : begin(token);
    },
    give() {
      if (mine !== null) turn.gate.give(mine);
      mine = null;
    },
    leave() {
      turn.users -= 1;
      if (turn.users === 0) turns.delete(path);
    },
  };
}
