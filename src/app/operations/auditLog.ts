import type { AuditEntry, AuditFilter } from '../../core/audit.ts';
import type { Link } from '../../core/auditChain.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';

/** Every change, sign-in, refusal and export, newest first. */

type Search = Omit<AuditFilter, 'before' | 'since'>;

/** One page of a search, and the entries that the pages beside it are next to; null where there is none. */
interface AuditPage {
  entries: readonly AuditEntry[];
  /** The last entry of all with its digest; null where there is none. */
  head: Link | null;
  newer: number | null;
  older: number | null;
}

/**
 * @param at entries older than `before`, or those next above `since`; the newest where neither is given
 * @throws Forbidden
 */
export const searchAudit = (
  asking: Asking,
  search: Search,
  at: { before?: number; since?: number },
  size: number,
): Promise<AuditPage> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'audit' });
    const { before } = at;
    const upwards = before === undefined && at.since !== undefined;
    const asked = before === undefined ? at : { before };
    // One more than is shown tells whether there are more.
    const found = await inside.store.audit.list({ ...search, limit: size + 1, ...asked });
    const more = found.length > size;
    const entries = upwards ? found.slice(-size) : found.slice(0, size);
    const head = await inside.store.audit.last();
    const [first, last] = [entries.at(0)?.id ?? null, entries.at(-1)?.id ?? null];
    return {
      entries,
      head: head.id === 0 ? null : head,
      newer: (upwards ? more : before !== undefined) ? first : null,
      older: upwards || more ? last : null,
    };
  });

/** One part of a search, how many entries it has in all, and before which entry the next part begins. @throws Forbidden */
export const auditPart = (
  asking: Asking,
  search: Search,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<{ entries: readonly AuditEntry[]; rowCount: number; nextBefore: number | null }> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'audit' });
    const { audit } = inside.store;
    const part = before === undefined ? {} : { before };
    const found = await audit.list({ ...search, ...part, limit: limit + 1 });
    const entries = found.slice(0, limit);
    return {
      entries,
      rowCount: await audit.count(search),
      nextBefore: found.length > limit ? (entries.at(-1)?.id ?? null) : null,
    };
  });

/** Entries of one file; a spreadsheet holds not many more. */
const MOST = 500_000;
/** Of a file that are read at once. */
const PART = 2000;

/**
 * A whole search for a file: how many entries, and they themselves, read part by part as whoever asks takes them. Each
 * part is a reading of its own, so that a slow reader holds nothing up; what is written meanwhile is not in it.
 * @throws Forbidden
 */
export async function wholeAudit(
  asking: Asking,
  search: Search,
): Promise<{ count: number; parts: AsyncGenerator<readonly AuditEntry[]> }> {
  const { newest, count } = await inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'audit' });
    const { audit } = inside.store;
    const [entry] = await audit.list({ ...search, limit: 1 });
    const first = (entry?.id ?? 0) + 1;
    return { newest: first, count: entry ? await audit.count({ ...search, before: first }) : 0 };
  });
  async function* parts() {
    let before = newest;
    let left = MOST;
    let read: AuditEntry[];
    do {
      const limit = Math.min(PART, left);
      read = await inOneReading(asking, ({ store }) => store.audit.list({ ...search, before, limit }));
      before = read.at(-1)?.id ?? 0;
      left -= read.length;
      yield read;
    } while (read.length === PART && left > 0);
  }
  return { count: Math.min(count, MOST), parts: parts() };
}
