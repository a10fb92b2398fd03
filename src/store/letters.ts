import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, inArray, lt, notExists } from 'drizzle-orm';
import type { Draft, Letter, LetterAbout, Standings } from '../core/letters.ts';
import type { Instant } from '../core/types.ts';
import { owe } from './alerts.ts';
import type { Connection, Db } from './connection.ts';
import { isWaiting } from './outbox.ts';
import * as schema from './schema.ts';
import type { LetterStore } from './typesLetters.ts';

const { letters: l, deliveries: d, requests, profiles } = schema;

function oweLetters(inside: Db, [drafts, now]: Parameters<LetterStore['letters']['owe']>): number {
  let owed = 0;
  for (const { send, ...draft } of drafts) {
    if (send.length === 0) continue;
    const id = randomUUID();
    inside
      .insert(l)
      .values({ id, ...draft, raisedAt: now })
      .run();
    for (const to of send) owe(inside, { letterId: id }, to, now);
    owed += 1;
  }
  return owed;
}

function standings(inside: Db): Standings {
  const waiting = inside
    .selectDistinct({ about: l.about })
    .from(d)
    .innerJoin(l, eq(l.id, d.letterId))
    .where(isWaiting)
    .all()
    .map(({ about }) => about);
  const named = (prefix: string) =>
    waiting.filter((about) => about.startsWith(prefix)).map((about) => about.slice(prefix.length));
  const found = new Map<LetterAbout, 'waiting' | 'answered' | 'there' | 'gone'>();
  const [ids, arns] = [named('request:'), named('profile:')];
  if (ids.length > 0)
    for (const { id, state } of inside
      .select({ id: requests.id, state: requests.state })
      .from(requests)
      .where(inArray(requests.id, ids))
      .all())
      found.set(`request:${id}`, state === 'waiting' ? 'waiting' : 'answered');
  if (arns.length > 0)
    for (const { arn, goneAt } of inside
      .select({ arn: profiles.arn, goneAt: profiles.goneAt })
      .from(profiles)
      .where(inArray(profiles.arn, arns))
      .all())
      found.set(`profile:${arn}`, goneAt === null ? 'there' : 'gone');
  return found;
}

function forget(inside: Db, raisedBefore: Instant, limit: number): number {
  const waiting = and(eq(d.letterId, l.id), isWaiting);
  const old = inside
    .select({ id: l.id })
    .from(l)
    .where(and(lt(l.raisedAt, raisedBefore), notExists(inside.select().from(d).where(waiting))))
    .orderBy(asc(l.raisedAt))
    .limit(limit)
    .all()
    .map(({ id }) => id);
  if (old.length === 0) return 0;
  inside.delete(d).where(inArray(d.letterId, old)).run();
  return inside.delete(l).where(inArray(l.id, old)).run().changes;
}

/** What single people are told. */
export function lettersStore({ write, read }: Connection): LetterStore['letters'] {
  return {
    owe: async (...asked) => write((inside) => oweLetters(inside, asked)),
    listAbout: async (about) =>
      read((inside) => inside.select().from(l).where(eq(l.about, about)).all() as Draft[]),
    listTo: async (person, limit) =>
      read(
        (inside) =>
          inside
            .select()
            .from(l)
            .where(eq(l.to, person))
            .orderBy(desc(l.raisedAt))
            .limit(limit)
            .all() as Letter[],
      ),
    standings: async () => read(standings),
    forget: async (raisedBefore, limit) => write((inside) => forget(inside, raisedBefore, limit)),
  };
}
