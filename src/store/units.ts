import { LedgerError } from '../core/errors.ts';
import type { About } from '../core/lasting.ts';
import type { Condition } from './condition.ts';
import type { Connection } from './connection.ts';
import { type Caller, type Kind, MEANING, type Nouns, nounsBy } from './nouns.ts';
import type { Patience } from './patience.ts';
import type { Taken } from './pool.ts';
import { inWords } from './trouble.ts';
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

/** How long writes, and reads, wait for another program. Reads seldom meet one, and whoever looks is answered soon. */
export interface Patient {
  writing: Patience;
  reading: Patience;
}

/** The store's functions and units of work: one writes at a time, and no call from outside slips into an open unit. */
export function storeOn(
  writer: Taken<Engine>,
  readers: Taken<Engine>,
  patience: Patient,
  condition: Condition,
): Omit<Store, 'close' | 'trouble'> {
  /** Whoever finds another program in the way has a connection no longer than a moment. */
  const reads = <T>(work: (engine: Engine) => Promise<T>, mayRepeat?: () => boolean) =>
    patience.reading.untilBegun(
      () => on(readers, 'read', work, condition),
      patience.reading.deadline(),
      mayRepeat,
    );
  const writes = <T>(work: (engine: Engine) => Promise<T>) => {
    const deadline = patience.writing.deadline();
    const inTurn = (engine: Engine) => {
      const before = engine.begun();
      const mayRepeat = () => engine.begun() === before;
      return patience.writing.untilBegun(() => work(opened(engine)), deadline, mayRepeat);
    };
    return on(writer, 'write', inTurn, condition);
  };
  const alone: Caller = (kind, call) =>
    MEANING[kind].does === 'read'
      ? reads((engine) => repeatable(call(nounsFor(engine, kind)), condition))
      : writes((engine) => call(nounsFor(engine, kind)));
  const reading = <T>(work: (ledger: Store) => Promise<T>) => {
    let begun = false;
    const unit = (engine: Engine) =>
      inUnit(engine, 'read', work, () => {
        begun = true;
      });
    return reads(unit, () => !begun);
  };
  return {
    ...nounsBy(alone),
    reading,
    writing: (work) => writes((engine) => inUnit(engine, 'write', work)),
    telling,
  };
}

/** Reading by itself does nothing, so that it may be done again wherever it met another program. */
const repeatable = <T>(answer: Promise<T>, condition: Condition): Promise<T> =>
  answer.catch((error: unknown) => {
    throw condition.notBegun(error);
  });

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
async function on<T>(
  pool: Taken<Engine>,
  does: Does,
  work: (engine: Engine) => Promise<T>,
  condition: Condition,
): Promise<T> {
  // Before a further connection is opened, which would be one to another file.
  condition.mustBeThere();
  const taken = taking(pool, condition);
  const engine = taken instanceof Promise ? await taken : taken;
  try {
    opened(engine);
    const answer = await work(engine);
    if (does === 'write') condition.wrote();
    return answer;
  } catch (error) {
    throw condition.failed(error, does);
  } finally {
    pool.give(engine);
  }
}

/** Takes a connection; it may have to be opened first, and whoever is in its way then is waited for as at any time. */
function taking(pool: Taken<Engine>, condition: Condition): Engine | Promise<Engine> {
  try {
    return pool.take();
  } catch (error) {
    throw condition.failed(condition.notBegun(error), 'read');
  }
}

const spoken = <T>(answer: Promise<T>, file: string): Promise<T> =>
  answer.catch((error: unknown) => {
    throw inWords(error, file);
  });

/** Carries out `work` in one transaction. */
async function inUnit<T>(
  engine: Engine,
  does: Does,
  work: (ledger: Store) => Promise<T>,
  noteBegun = () => {},
): Promise<T> {
  engine.begin(does);
  noteBegun();
  const unit = new Unit(engine, does);
  const overdue = deadline();
  try {
    const answer = await Promise.race([work(unit.ledger), overdue.passed]);
    unit.end();
    engine.sqlite.exec('COMMIT');
    return answer;
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
  /**
   * What made SQLite end the transaction by itself, as a full disk does: what came after it would be kept without what came
   * before.
   */
  #ended: { error: unknown } | null = null;

  constructor(engine: Engine, does: Does) {
    this.#engine = engine;
    this.ledger = this.#ledgerFor(does);
  }

  /** @throws what a part of it threw, whoever caught that */
  end(): void {
    if (this.#ended) throw this.#ended.error;
    if (this.#failed) throw this.#failed.error;
  }

  /** A part that only reads is held to that within a unit that writes as well. */
  #ledgerFor(does: Does): Store {
    const ledger: Store = {
      ...nounsBy((kind, call) =>
        this.#call(does, MEANING[kind].does, () =>
          spoken(call(nounsFor(this.#engine, kind)), this.#engine.sqlite.name),
        ),
      ),
      reading: (work) =>
        this.#call(does, 'read', () => work(does === 'read' ? ledger : this.#ledgerFor('read'))),
      writing: (work) => this.#call(does, 'write', () => this.#part(() => work(ledger))),
      telling,
      trouble: () => {
        throw fault('how the file is is not asked within a unit of work');
      },
      close: () => {
        throw fault('the ledger is not closed within a unit of work');
      },
    };
    return ledger;
  }

  async #call<T>(does: Does, wanted: Does, call: () => Promise<T>): Promise<T> {
    if (this.#ended) throw this.#ended.error;
    if (this.over || !this.#engine.sqlite.inTransaction) throw fault('this unit of work is over');
    if (wanted === 'write' && does === 'read') throw fault('nothing is written within a unit of reading');
    try {
      return await call();
    } catch (error) {
      if (!this.over && !this.#engine.sqlite.inTransaction) this.#ended ??= { error };
      throw error;
    }
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
