import { LedgerError } from '../core/errors.ts';
import type { About } from '../core/lasting.ts';
import { type Connection, inWords } from './connection.ts';
import { type Caller, type Kind, MEANING, type Nouns, nounsBy } from './nouns.ts';
import type { Patience } from './patience.ts';
import type { Taken } from './pool.ts';
import type { Store } from './types.ts';

/**
 * Who uses which connection when. The functions of the nouns finish within their call: SQLite does not make them wait. So
 * a function by itself holds a connection for its call, and a unit of work holds one for as long as its work awaits
 * nothing else, which is less than a turn of the event loop.
 */

/** One connection, and the ledger's functions on it. */
export interface Engine extends Pick<Connection, 'sqlite' | 'begin' | 'begun'> {
  /** Here, what writes is refused. */
  read: Nouns;
  /** What they change moves the ledger's version on, that of what jobs do, or none. */
  write: Nouns;
  noteWork: Nouns;
  notePassing: Nouns;
}

type Does = 'read' | 'write';
const fault = (message: string) => new LedgerError('internal', message);

/** The functions for a kind; whatever only reads is held to that. */
const nounsFor = (engine: Engine, kind: Kind): Nouns =>
  MEANING[kind].does === 'read' ? engine.read : engine[kind as 'write' | 'noteWork' | 'notePassing'];

/** The store's functions and units of work: one writes at a time, and no call from outside slips into an open unit. */
export function storeOn(
  writer: Taken<Engine>,
  readers: Taken<Engine>,
  patience: Patience,
): Omit<Store, 'close'> {
  const reads = <T>(work: (engine: Engine) => Promise<T>) => on(readers, work);
  const writes = <T>(work: (engine: Engine) => Promise<T>) => {
    const deadline = patience.deadline();
    return on(writer, (engine) => {
      const before = engine.begun();
      const mayRepeat = () => engine.begun() === before;
      return patience.untilBegun(() => work(opened(engine)), deadline, mayRepeat);
    });
  };
  const alone: Caller = (kind, call) =>
    (MEANING[kind].does === 'read' ? reads : writes)((engine) => spoken(call(nounsFor(engine, kind))));
  return {
    ...nounsBy(alone),
    reading: (work) => reads((engine) => inUnit(engine, 'read', work)),
    writing: (work) => writes((engine) => inUnit(engine, 'write', work)),
    trouble: async () => null,
    telling,
  };
}

/** `this` ledger, of whose functions `tell` hears what their answers are about. */
function telling(this: Store, tell: (about: About) => void): Store {
  return {
    ...nounsBy((kind, call) => {
      tell(MEANING[kind].about);
      return call(this);
    }),
    reading: (work) => this.reading((ledger) => work(ledger.telling(tell))),
    writing: (work) => this.writing((ledger) => work(ledger.telling(tell))),
    trouble: () => this.trouble(),
    telling,
    close: () => {
      throw fault('the ledger is closed by whoever opened it');
    },
  };
}

/** Does work on a connection that nobody else has meanwhile; where one is free, before anybody else has a turn. */
async function on<T>(pool: Taken<Engine>, work: (engine: Engine) => Promise<T>): Promise<T> {
  const taken = taking(pool);
  const engine = taken instanceof Promise ? await taken : taken;
  try {
    return await work(opened(engine));
  } finally {
    pool.give(engine);
  }
}

/** Takes a connection; it may have to be opened first. */
function taking(pool: Taken<Engine>): Engine | Promise<Engine> {
  try {
    return pool.take();
  } catch (error) {
    throw inWords(error);
  }
}

const spoken = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw inWords(error);
  });

/** Carries out `work` in one transaction. */
async function inUnit<T>(engine: Engine, does: Does, work: (ledger: Store) => Promise<T>): Promise<T> {
  engine.begin(does);
  const unit = new Unit(engine, does);
  const overdue = deadline();
  try {
    const answer = await Promise.race([work(unit.ledger), overdue.passed]);
    unit.end();
    engine.sqlite.exec('COMMIT');
    return answer;
  } catch (error) {
    throw inWords(error);
  } finally {
    overdue.cancel();
    unit.over = true;
    undo(engine);
  }
}

/** Whatever is not committed is undone. */
function undo({ sqlite }: Engine): void {
  if (sqlite.open && sqlite.inTransaction) sqlite.exec('ROLLBACK');
}

/** @throws LedgerError where it was closed */
function opened(engine: Engine): Engine {
  if (!engine.sqlite.open) throw new LedgerError('unusable', 'the ledger is closed');
  return engine;
}

/** Passes at the next turn of the event loop: until then, nothing but functions of the ledger can have been awaited. */
function deadline(): { passed: Promise<never>; cancel(): void } {
  let cancel = () => {};
  const passed = new Promise<never>((_, reject) => {
    const turn = setImmediate(() =>
      reject(
        fault(
          'a unit of work awaited something other than functions of its own ledger; it was ended and nothing of it is kept',
        ),
      ),
    );
    cancel = () => clearImmediate(turn);
  });
  return { passed, cancel };
}

/** One unit of work, and the ledger that its work is given. */
class Unit {
  readonly ledger: Store;
  over = false;
  readonly #engine: Engine;
  /** What a part of it threw; then there is no whole. */
  #failed: { error: unknown } | null = null;

  constructor(engine: Engine, does: Does) {
    this.#engine = engine;
    this.ledger = this.#ledgerFor(does);
  }

  /** @throws what a part of it threw, whoever caught that */
  end(): void {
    if (this.#failed) throw this.#failed.error;
  }

  /** A part that only reads is held to that within a unit that writes as well. */
  #ledgerFor(does: Does): Store {
    const ledger: Store = {
      ...nounsBy((kind, call) =>
        this.#call(does, MEANING[kind].does, () => spoken(call(nounsFor(this.#engine, kind)))),
      ),
      reading: (work) =>
        this.#call(does, 'read', () => work(does === 'read' ? ledger : this.#ledgerFor('read'))),
      writing: (work) => this.#call(does, 'write', () => this.#part(() => work(ledger))),
      trouble: async () => null,
      telling,
      close: () => {
        throw fault('the ledger is not closed within a unit of work');
      },
    };
    return ledger;
  }

  async #call<T>(does: Does, wanted: Does, call: () => Promise<T>): Promise<T> {
    // A full disk makes SQLite end the transaction by itself: what came after it would be kept without what came before.
    if (this.over || !this.#engine.sqlite.inTransaction) throw fault('this unit of work is over');
    if (wanted === 'write' && does === 'read') throw fault('nothing is written within a unit of reading');
    return call();
  }

  async #part<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#failed ??= { error };
      throw error;
    }
  }
}
