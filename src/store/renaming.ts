import { and, eq, gt, sql } from 'drizzle-orm';
import type { AliasSource } from '../core/aliases.ts';
import type { Request } from '../core/approvals.ts';
import { holdingOn, holdsFrom } from '../core/budgetChanges.ts';
import type { BudgetRecord } from '../core/budgets.ts';
import { scopeKeyOf, scopeOfParts } from '../core/budgets.ts';
import { budgetKey } from '../core/budgetWish.ts';
import { narrowingText } from '../core/narrowing.ts';
import { mergePerson } from '../core/people.ts';
import { dayOf } from '../core/periods.ts';
import type { Actor, Instant } from '../core/types.ts';
import { wishKey } from '../core/vending/approval.ts';
import { moveBelongings } from './belongings.ts';
import { endWhole, subjectOf } from './budgetDeeds.ts';
import { moveFigures } from './budgetFigures.ts';
import { recordsOfUser } from './budgetRecords.ts';
import { type Connection, type Db, writeAudit } from './connection.ts';
import { bindingsOf, endSessionsOf, removeBinding } from './credentials.ts';
import { moveDaysBilledTo } from './dayInputs.ts';
import { outdateForecasts } from './forecasts.ts';
import { moveLooks } from './looks.ts';
import { isWaiting } from './outbox.ts';
import { movePreferences } from './preferences.ts';
import { saidOf } from './saidOf.ts';
import { moveSavedViews } from './savedViews.ts';
import * as schema from './schema.ts';
import { moveStops } from './stops.ts';
import type { Moved } from './typesPeople.ts';

/** How addresses of people come together and part again; all inside the caller's transaction. */

type On = Pick<Connection, 'sqlite' | 'db'>;

/** Makes an address an alias, and takes over whatever stands under it here. */
export function addAlias(
  on: On,
  { alias, email, source }: { alias: string; email: string; source: AliasSource },
  actor: Actor,
  now: Instant,
): Moved {
  const moved = takeOver(on, alias, email, actor, now);
  on.db
    .insert(schema.personAliases)
    .values({ alias, email, source, since: now, by: actor.id })
    .onConflictDoUpdate({ target: schema.personAliases.alias, set: { email, source } })
    .run();
  writeAudit(on.db, {
    at: now,
    actor,
    action: 'person.alias',
    subject: `user:${email}`,
    before: null,
    after: { alias, source },
  });
  concern(on, alias, email);
  return moved;
}

/** Answers whether there was such an alias. */
export function removeAlias(on: On, alias: string, actor: Actor, now: Instant): boolean {
  const t = schema.personAliases;
  const [held] = on.db.delete(t).where(eq(t.alias, alias)).returning().all();
  if (held === undefined) return false;
  writeAudit(on.db, {
    at: now,
    actor,
    action: 'person.unalias',
    subject: `user:${held.email}`,
    before: { alias, source: held.source },
    after: null,
  });
  partAccounts(on, alias, held.email, actor, now);
  concern(on, alias, held.email);
  return true;
}

/**
 * Whoever signs in under the address that was taken away is no longer that person: their account is bound anew at the next
 * sign-in, and sessions that it may have begun end.
 */
function partAccounts({ db }: On, alias: string, email: string, actor: Actor, now: Instant): void {
  const theirs = bindingsOf(db, email).filter(({ address }) => address === alias);
  for (const binding of theirs) removeBinding(db, binding, actor, now);
  if (theirs.length > 0) endSessionsOf(db, email, actor, now);
}

/** Somebody has another address from now on; the one before becomes an alias. */
export function rename(on: On, from: string, to: string, actor: Actor, now: Instant): Moved {
  const { personAliases: aliases } = schema;
  // Renamed back: what was their own address until now stands beside the one that is it again.
  on.db
    .delete(aliases)
    .where(and(eq(aliases.alias, to), eq(aliases.email, from)))
    .run();
  moveFacts(on, from, to, now);
  const moved = addAlias(on, { alias: from, email: to, source: 'rename' }, actor, now);
  writeAudit(on.db, {
    at: now,
    actor,
    action: 'person.rename',
    subject: `user:${to}`,
    before: { email: from },
    after: { email: to },
  });
  return moved;
}

/** What each source says of somebody is said of their new address, where nobody says anything of that yet. */
function moveFacts({ db }: On, from: string, to: string, now: Instant): void {
  const { personFacts: facts, people } = schema;
  if (db.select().from(people).where(eq(people.email, to)).get() !== undefined) return;
  db.update(facts).set({ email: to }).where(eq(facts.email, from)).run();
  db.update(people).set({ email: to, updatedAt: now }).where(eq(people.email, from)).run();
}

/** What stood under an address stands under another; what both have, the other one's stays. */
function takeOver(on: On, from: string, to: string, actor: Actor, now: Instant): Moved {
  const { db } = on;
  const { people, personAliases: aliases, grants, sessions, tokens } = schema;
  const person = db.select().from(people).where(eq(people.email, from)).get();
  if (person !== undefined) {
    db.delete(people).where(eq(people.email, from)).run();
    mergeFacts(on, from, to, now);
    const { email, name, costCenter, manager, active } = person;
    writeAudit(db, {
      at: now,
      actor,
      action: 'person.merge',
      subject: `user:${to}`,
      before: { email, name, costCenter, manager, active },
      after: { email: to },
    });
  }
  const reports = moveReports(on, from, to, now);
  moveBelongings(on.sqlite, from, to);
  moveFigures(on.sqlite, from, to);
  moveStops(on.sqlite, from, to);
  db.update(aliases).set({ email: to }).where(eq(aliases.email, from)).run();
  db.run(sql`UPDATE OR IGNORE ${grants} SET email = ${to} WHERE email = ${from}`);
  db.delete(grants).where(eq(grants.email, from)).run();
  db.update(sessions).set({ email: to }).where(eq(sessions.email, from)).run();
  db.update(tokens).set({ email: to }).where(eq(tokens.email, from)).run();
  moveRequests(on, from, to);
  moveLooks(db, from, to);
  movePreferences(db, from, to);
  moveSavedViews(db, from, to);
  moveAccounts(on, from, to, actor, now);
  return { person: person !== undefined, reports, budget: moveBudget(on, from, to, actor, now) };
}

/**
 * What they asked for, and for whom they stand in. Who was asked of what is over, and who has decided, stays as it was. The
 * same wish by the other address is the same request, and what they are owed goes to that address.
 */
function moveRequests({ db }: On, from: string, to: string): void {
  const { requests, deputies, deliveries, letters } = schema;
  const open = db.select().from(requests).where(gt(requests.nextAt, '')).all() as Request[];
  const keys = new Set(open.map(({ key }) => key));
  for (const request of open) {
    const { id, key: before, asked: some } = request;
    const { wanted, key: moved } = request.user === from ? wishBy(to, request) : request;
    // Both asked for it: each is answered by itself.
    const key = keys.has(moved) ? before : moved;
    const asked = [...new Set(some.map((one) => (one === from ? to : one)))];
    if (key !== before || asked.includes(to))
      db.update(requests).set({ wanted, key, asked }).where(eq(requests.id, id)).run();
  }
  const theirs = and(isWaiting, eq(deliveries.target, from));
  for (const { id, letterId } of db.select().from(deliveries).where(theirs).all()) {
    if (letterId === null) continue;
    db.update(deliveries).set({ target: to }).where(eq(deliveries.id, id)).run();
    db.update(letters).set({ to }).where(eq(letters.id, letterId)).run();
  }
  db.update(requests).set({ user: to }).where(eq(requests.user, from)).run();
  db.update(requests).set({ askedBy: to }).where(eq(requests.askedBy, from)).run();
  db.update(deputies).set({ email: to }).where(eq(deputies.email, from)).run();
  db.update(deputies).set({ deputy: to }).where(eq(deputies.deputy, from)).run();
}

/** What was wished, as it is for the other address. */
function wishBy(to: string, request: Request): Pick<Request, 'wanted' | 'key'> {
  if (request.kind === 'budget') return { wanted: request.wanted, key: budgetKey(to, request.wanted) };
  const wanted = { ...request.wanted, userEmail: to };
  return { wanted, key: wishKey(wanted) };
}

/** Whoever signed in as the one signs in as the other: each account has its entry, as whatever changes whose it is. */
function moveAccounts({ db }: On, from: string, to: string, actor: Actor, now: Instant): void {
  for (const { issuer, subject, address } of bindingsOf(db, from))
    writeAudit(db, {
      at: now,
      actor,
      action: 'identity.move',
      subject: `user:${to}`,
      before: { email: from },
      after: { issuer, subject, address },
    });
  const { bindings } = schema;
  db.update(bindings).set({ email: to }).where(eq(bindings.email, from)).run();
}

/**
 * What sources said of the one is said of the other, as far as they said nothing of that. That an entry had left does not
 * shut the person out who is here.
 */
function mergeFacts({ db }: On, from: string, to: string, now: Instant): void {
  const { people, personFacts: facts } = schema;
  db.update(facts)
    .set({ active: null })
    .where(and(eq(facts.email, from), eq(facts.active, false)))
    .run();
  db.run(sql`UPDATE OR IGNORE ${facts} SET email = ${to} WHERE email = ${from}`);
  db.delete(facts).where(eq(facts.email, from)).run();
  const merged = mergePerson(to, saidOf(db.select().from(facts).where(eq(facts.email, to)).all()));
  const manager = merged.manager === to || merged.manager === from ? null : merged.manager;
  db.update(people)
    .set({ ...merged, manager, updatedAt: now })
    .where(eq(people.email, to))
    .run();
}

/** Whoever reported to the address reports to the other one, by whatever source says so. */
function moveReports({ db }: On, from: string, to: string, now: Instant): number {
  const { people, personFacts: facts } = schema;
  const told = db.update(facts).set({ manager: to }).where(eq(facts.manager, from)).returning().all();
  const emails = [...new Set(told.map(({ email }) => email))];
  for (const email of emails) {
    const said = saidOf(db.select().from(facts).where(eq(facts.email, email)).all());
    const { manager } = mergePerson(email, said);
    // Nobody reports to themself, not by having been two until now either.
    db.update(people)
      .set({ manager: manager === email ? null : manager, updatedAt: now })
      .where(eq(people.email, email))
      .run();
  }
  return emails.length;
}

/**
 * The budgets of the address, with their history and the alerts that are recorded of them. Where both have one of the same
 * kind, the other's holds and this one ends: two budgets of one person would be judged against the same spend.
 */
function moveBudget({ db }: On, from: string, to: string, actor: Actor, now: Instant): Moved['budget'] {
  const { alerts } = schema;
  db.run(
    sql`UPDATE OR IGNORE ${alerts} SET scope_key = ${to} WHERE scope_kind IN ('user', 'team') AND scope_key = ${from}`,
  );
  const because = { ...actor, reason: actor.reason ?? `${from} is ${to}` };
  const moved = recordsOfUser(db, from).map((own) => moveOne(db, own, to, because, now));
  return moved.includes('moved') ? 'moved' : moved.includes('ended') ? 'ended' : 'none';
}

function moveOne(db: Db, own: BudgetRecord, to: string, actor: Actor, now: Instant): Moved['budget'] {
  const { budgets: t } = schema;
  const today = dayOf(now);
  const isLive = holdsFrom(own, today);
  const ofSlot = ({ scope, period, narrowing }: BudgetRecord) =>
    `${scope.kind} ${period} ${narrowingText(narrowing)}`;
  const other = recordsOfUser(db, to).find((one) => ofSlot(one) === ofSlot(own));
  if (other !== undefined && (!isLive || holdsFrom(other, today))) {
    if (isLive) endWhole(db, own, actor, now);
    return isLive ? 'ended' : 'none';
  }
  const keyTo = (id: string, scopeKey: string) => db.update(t).set({ scopeKey }).where(eq(t.id, id)).run();
  const from = scopeKeyOf(own.scope);
  // The key of one that ended is in the way: they change places.
  if (other !== undefined) keyTo(other.id, ` ${from}`);
  keyTo(own.id, to);
  if (other !== undefined) keyTo(other.id, from);
  const held = holdingOn(own, today);
  if (held === null) return isLive ? 'moved' : 'none';
  const amount = held.terms.amount;
  const moved = { ...own, scope: scopeOfParts(own.scope.kind, to) };
  writeAudit(db, {
    at: now,
    actor,
    action: 'budget.remove',
    subject: subjectOf(own),
    before: { amount },
    after: null,
  });
  writeAudit(db, {
    at: now,
    actor,
    action: 'budget.set',
    subject: subjectOf(moved),
    before: null,
    after: { amount, version: held.version },
  });
  return 'moved';
}

/** Forecasts are of people, and on days that the bill names them tags and callers are held against each other by person. */
function concern({ sqlite, db }: On, alias: string, email: string): void {
  const { forecasts } = schema;
  const ofUser = (key: string) => and(eq(forecasts.kind, 'user'), eq(forecasts.key, key));
  db.run(sql`UPDATE OR IGNORE ${forecasts} SET key = ${email} WHERE kind = 'user' AND key = ${alias}`);
  db.delete(forecasts).where(ofUser(alias)).run();
  outdateForecasts(sqlite);
  for (const by of ['owner', 'principal'] as const) moveDaysBilledTo(sqlite, by, new Set([alias, email]));
}
