import {
  BEGINNING,
  type Break,
  type ChainedEntry,
  type Link,
  type Walk,
  walkOn,
} from '../../core/auditChain.ts';
import { judged, publicKeyOf, type SignedHead, signed } from '../../core/auditHead.ts';
import type { Instant } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed, nowOf } from '../asking.ts';

/** Whether the audit log is what was written, and its head, which is kept elsewhere to tell so later. */

/** The head as it is now, signed where the settings have a key. @throws Forbidden */
export const auditHead = (asking: Asking): Promise<SignedHead> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'audit' });
    return signed(
      'head',
      { ...(await inside.store.audit.head()), at: nowOf(inside) },
      inside.settings.auditKey,
    );
  });

/** What is held against the chain: a head as it was exported, or a digest alone. */
export type Kept = { head: SignedHead } | { digest: string };
/**
 * What a kept head says: the chain has it (`holds`), ends before it (`cutOff`), has another digest there (`differs`), has
 * that digest nowhere (`notFound`), or what it is of was forgotten (`forgotten`).
 */
type HeadState = 'holds' | 'cutOff' | 'differs' | 'notFound' | 'forgotten';
/** The log ends before the entry that was written last, with another one of its number, or goes on after it. */
export type EndState = 'cutOff' | 'differs' | 'beyond';
type Signature = ReturnType<typeof judged>;

export interface Verified {
  checked: number;
  /** What the first entry continues from; id 0: the ledger's beginning. */
  from: Link;
  /** Null where there is no entry. */
  last: Link | null;
  /** False where only the newest entries were looked at: what they continue from is taken as it stands. */
  whole: boolean;
  broken: Break | null;
  /** How the log ends otherwise than with the entry that was written last; null where it ends so, or nobody knows. */
  end: { is: EndState; writtenLast: number; last: number } | null;
  /** Guards of the table that are missing, changed or foreign. */
  guards: readonly string[];
  /** What retention left of the entries before; null where it took none, or they were not asked about. */
  forgotten: { through: number; at: Instant; signature: Signature } | null;
  head: { state: HeadState; id: number | null; signature: Signature } | null;
  /** The last time the ledger was brought back from a copy: what came between is not in it. */
  restored: { id: number; at: Instant } | null;
}

export interface Verification {
  kept?: Kept | undefined;
  /** Public keys that are trusted beside that of the settings. */
  keys?: readonly string[];
  /** Looks at so many of the newest entries alone. */
  newest?: number;
  /** Told how many of how many were looked at. */
  tell?: (checked: number, all: number) => void;
}

/** Entries that are read at once; each piece is a reading of its own, so that nobody waits for a long log. */
const PIECE = 2000;

/**
 * Walks along the chain up to its end or to the first entry that does not fit.
 * @throws Forbidden
 */
export async function verifyAudit(asking: Asking, options: Verification = {}): Promise<Verified> {
  const { kept, keys = [], newest = Number.POSITIVE_INFINITY, tell = () => {} } = options;
  const { auditKey } = asking.settings;
  const trusted = [...keys, ...(auditKey === null ? [] : [publicKeyOf(auditKey)])];
  const start = await startOf(asking, newest);
  const { from, whole, forgotten, lastId } = start;
  const held = holding(kept, from);
  let walk: Walk = { at: from, checked: 0 };
  let broken: Break | null = null;
  let traces = start.traces;
  for (let piece = start.piece, isLast = false; ; ) {
    isLast = piece.length < PIECE;
    const walked = walkOn(walk, piece, isLast, held.see);
    if ('broken' in walked) {
      broken = walked.broken;
      walk = { ...walk, checked: walked.checked };
      break;
    }
    walk = walked;
    tell(walk.checked, lastId - from.id);
    if (isLast) break;
    ({ piece, traces } = await inOneReading(asking, async ({ store: { audit } }) => ({
      piece: await audit.after(walk.at.id, PIECE),
      traces: await audit.traces(),
    })));
  }
  return {
    checked: walk.checked,
    from,
    last: walk.at.id === 0 ? null : walk.at,
    whole,
    broken,
    end: broken === null ? endOf(walk.at, traces.writtenLast) : null,
    guards: traces.guards,
    forgotten: forgotten && {
      through: forgotten.id,
      at: forgotten.at,
      signature: judged('forgotten', forgotten, trusted),
    },
    head: kept === undefined ? null : held.said(walk.at, trusted),
    restored: start.restored,
  };
}

function endOf(last: Link, written: Link | null): Verified['end'] {
  if (written === null || (last.id === written.id && last.digest === written.digest)) return null;
  const is = last.id < written.id ? 'cutOff' : last.id > written.id ? 'beyond' : 'differs';
  return { is, writtenLast: written.id, last: last.id };
}

/** Where the chain begins, or its newest part, with the first piece, which retention could otherwise take meanwhile. */
const startOf = (asking: Asking, newest: number) =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'audit' });
    const { audit } = inside.store;
    const forgotten = await audit.forgotten();
    const { id: lastId } = await audit.last();
    // By their number and not by their ids, of which one may be anything.
    const before = Number.isFinite(newest) ? await audit.before(newest) : null;
    const whole = before === null;
    const from: Link = before ?? {
      id: forgotten?.id ?? BEGINNING.id,
      digest: forgotten?.digest ?? BEGINNING.digest,
    };
    const [restore] = await audit.list({ action: 'ledger.restore', limit: 1 });
    return {
      from,
      whole,
      lastId,
      forgotten: whole ? forgotten : null,
      restored: restore === undefined ? null : { id: restore.id, at: restore.at },
      // From the very first: what stands before the beginning, or was forgotten and is there again, was put in.
      piece: await audit.after(whole ? null : from.id, PIECE),
      traces: await audit.traces(),
    };
  });

/** Looks out for what a kept head says along the way. */
function holding(kept: Kept | undefined, from: Link) {
  let state: HeadState | null = null;
  let id: number | null = kept !== undefined && 'head' in kept ? kept.head.id : null;
  const digest = kept === undefined ? null : 'head' in kept ? kept.head.digest : kept.digest;
  const see = (one: Pick<ChainedEntry, 'id' | 'digest'>) => {
    if (digest === null || state !== null) return;
    if (id !== null && one.id === id) state = one.digest === digest ? 'holds' : 'differs';
    else if (id === null && one.digest === digest) {
      state = 'holds';
      id = one.id;
    }
  };
  see(from);
  return {
    see,
    said(last: Link, trusted: readonly string[]): NonNullable<Verified['head']> {
      const signature = kept !== undefined && 'head' in kept ? judged('head', kept.head, trusted) : 'none';
      const otherwise =
        id === null ? 'notFound' : id < from.id ? 'forgotten' : id > last.id ? 'cutOff' : 'differs';
      return { state: state ?? otherwise, id, signature };
    },
  };
}
