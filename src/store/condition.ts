import { constants, statSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { type FileTrouble, type FileTroubleKind, fileTroubleWords } from '../core/fileTrouble.ts';
import { LedgerTrouble } from './errors.ts';
import { inWords, LEAST_ROOM_BYTES, notBegun, roomOf } from './trouble.ts';

/**
 * Whether the file of a ledger that is open can be written and read: what was tried last, and what the system says of the
 * file now. SQLite goes on with a file that was removed, and what it writes is lost with it; so that is looked for here.
 */

/** How often it is looked whether the file is still the one that was opened, real milliseconds. */
const LOOKED_EVERY_MS = 1_000;

/** Names a file for as long as it is there, wherever it is moved. */
type Identity = string;
const identityOf = ({ dev, ino }: { dev: bigint; ino: bigint }): Identity => `${dev}:${ino}`;

/**
 * How long a file is left alone whose locks somebody holds that nobody holds for long, as a program does that was stopped
 * while it put the log in order. Finding that out takes SQLite ten seconds, in which nothing else is answered.
 */
const LEFT_ALONE_MS = 60_000;

type Remembered = FileTrouble & { hadRoom: boolean };

export class Condition {
  readonly #file: string;
  readonly #log: string;
  readonly #opened: Identity | null;
  #openedLog: Identity | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #gone: LedgerTrouble | null = null;
  /** What the last write failed with, until one succeeds. */
  #ofWriting: Remembered | null = null;
  #leftAlone: { until: number; error: LedgerTrouble; since: string } | null = null;
  /** A page that cannot be read stays so. */
  #damaged: Remembered | null = null;

  /** @param file path of a ledger that was just opened; null in memory, of which nothing is looked for */
  constructor(file: string | null) {
    this.#file = file ?? '';
    this.#log = `${file}-wal`;
    this.#opened = file === null ? null : identityAt(file);
    if (file !== null) this.#openedLog = identityAt(this.#log);
  }

  /** @throws LedgerTrouble `busy` while it is left alone; `gone` where the file, or its log, is not the one that was opened; looked for once a second */
  mustBeThere(): void {
    if (this.#opened === null) return;
    if (this.#leftAlone !== null && performance.now() < this.#leftAlone.until)
      // Said at once: trying again is what is not to be done.
      throw new LedgerTrouble('busy', this.#leftAlone.error.message);
    if (performance.now() - this.#lookedAt >= LOOKED_EVERY_MS) this.#look();
    if (this.#gone !== null) throw this.#gone;
  }

  #look(): void {
    const log = identityAt(this.#log);
    this.#openedLog ??= log;
    const lost =
      identityAt(this.#file) !== this.#opened ? this.#file : log !== this.#openedLog ? this.#log : null;
    if (lost === null) this.#gone = null;
    else
      this.#gone ??= new LedgerTrouble('gone', fileTroubleWords('gone', lost, 'it is another file, or none'));
    this.#lookedAt = performance.now();
  }

  /** What beginning failed with, told apart where it may be tried again. */
  notBegun(error: unknown): unknown {
    return notBegun(error, this.#file);
  }

  wrote(): void {
    this.#ofWriting = null;
  }

  /** An error of a read or a write as the product says it, remembered where it is about the file. */
  failed(error: unknown, does: 'read' | 'write'): unknown {
    const said = inWords(error, this.#file);
    if (!(said instanceof LedgerTrouble)) return said;
    if (isLocked(said)) {
      const since = this.#leftAlone?.since ?? new Date().toISOString();
      this.#leftAlone = { until: performance.now() + LEFT_ALONE_MS, error: said, since };
    }
    if (said.kind === 'damaged') this.#damaged ??= this.#remember(said);
    else if (does === 'write' && this.#ofWriting?.kind !== said.kind) this.#ofWriting = this.#remember(said);
    return said;
  }

  #remember({ kind, message }: LedgerTrouble): Remembered {
    const hadRoom = roomOf(this.#file) >= LEAST_ROOM_BYTES;
    return { kind, words: message, since: new Date().toISOString(), hadRoom };
  }

  /**
   * What is wrong now; null where nothing is known of. Writes nothing.
   * @param begin begins a write and ends it again; throws where it could not
   */
  async trouble(begin: () => void): Promise<FileTrouble | null> {
    const now = this.#opened === null ? null : await this.#asTheSystemSays();
    if (now !== null) return now;
    const alone = this.#leftAlone;
    if (alone !== null && performance.now() < alone.until)
      return { kind: 'busy', words: alone.error.message, since: alone.since };
    const kept = this.#damaged ?? this.#ofWriting;
    if (kept === null) return null;
    // What ends without a write is looked at: whoever only watches never writes.
    const isOver =
      kept.kind === 'busy' || kept.kind === 'readOnly'
        ? this.#canBegin(begin)
        : kept.kind === 'full' && !kept.hadRoom;
    if (isOver) this.#ofWriting = null;
    const { kind, words, since } = kept;
    return isOver ? null : { kind, words, since };
  }

  #canBegin(begin: () => void): boolean {
    try {
      begin();
      return true;
    } catch (error) {
      this.failed(error, 'write');
      return false;
    }
  }

  async #asTheSystemSays(): Promise<FileTrouble | null> {
    this.#look();
    if (this.#gone !== null) return this.#seen('gone', this.#gone.message);
    // Of a file that is open, its mode says nothing: what was opened can be written. A disk is another matter.
    const refused = await access(this.#file, constants.W_OK).then(
      () => null,
      ({ code }: NodeJS.ErrnoException) => code,
    );
    if (refused === 'EROFS')
      return this.#seen(
        'readOnly',
        fileTroubleWords('readOnly', this.#file, 'its disk is mounted read-only'),
      );
    if (roomOf(this.#file) >= LEAST_ROOM_BYTES) return this.#seen(null, '');
    return this.#seen('full', fileTroubleWords('full', this.#file, 'less than 1 MiB is free'));
  }

  #since: { kind: FileTroubleKind; since: string } | null = null;
  #seen(kind: FileTroubleKind | null, words: string): FileTrouble | null {
    if (kind === null) {
      this.#since = null;
      return null;
    }
    if (this.#since?.kind !== kind) this.#since = { kind, since: new Date().toISOString() };
    return { kind, words, since: this.#since.since };
  }
}

const isLocked = ({ cause }: LedgerTrouble): boolean =>
  cause instanceof Error && (cause as { code?: unknown }).code === 'SQLITE_PROTOCOL';

function identityAt(path: string): Identity | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : identityOf(found);
}
