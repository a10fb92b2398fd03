import {
  type Account,
  accountFault,
  admissionOf,
  type Binding,
  issuerOf,
  sameAccount,
} from '../../core/bindings.ts';
import { type Fault, Invalid } from '../../core/errors.ts';
import { emailFault } from '../../core/people.ts';
import { HOUR_MS } from '../../core/periods.ts';
import type { Identity } from '../../core/signIn.ts';
import { tidy } from '../../core/signs.ts';
import { type Asking, because, inOneReading, inOneWriting, mayDo, mustBeAllowed, nowOf } from '../asking.ts';
import { keepingBound } from '../people/lastAdministrator.ts';
import { mustChangePerson, NotHere, spelledLike } from '../people/seen.ts';
import { readReason, type Typed } from '../typed.ts';
import type { Coming } from './coming.ts';

/** Which account of the identity provider signs in as whom: decided at sign-in, and changed by administrators. */

/** As whom somebody comes in: null, with an entry in the log, where another account is bound to the person. */
export async function admit(coming: Coming, identity: Identity) {
  const { store } = coming;
  const person = await store.people.ownAddress(identity.email);
  const own = await store.bindings.find(identity);
  const admission = admissionOf(identity, person, own, await store.bindings.list(person));
  if (admission.as !== 'bound') return admission;
  await recordStranger(coming, identity, person);
  return null;
}

/** Keeps what a sign-in that was let in says of the account. Within the transaction that decided. */
export async function noteAccount(
  coming: Coming,
  { issuer, subject, email: address }: Identity,
  admission: NonNullable<Awaited<ReturnType<typeof admit>>>,
): Promise<void> {
  const { bindings, people } = coming.store;
  const now = nowOf(coming);
  const email = await people.ownAddress(admission.email);
  const actor = { ...coming.actor, id: email, via: 'page' as const };
  if (admission.as === 'known') return bindings.seen({ issuer, subject }, address, actor, now);
  return bindings.bind({ issuer, subject, email, address, signedInAt: now }, actor, now);
}

/** Whoever is refused comes again with each click: of one person the log says it once an hour. */
async function recordStranger(coming: Coming, identity: Identity, email: string): Promise<void> {
  const { store, now, actor } = coming;
  const filter = { action: 'identity.refuse' as const, subject: `user:${email}` };
  const [last] = await store.audit.list({ limit: 1, ...filter });
  if (last && now - Date.parse(last.at) < HOUR_MS) return;
  const { issuer, subject, email: address } = identity;
  await store.audit.record({ at: nowOf({ now }), actor, ...filter, after: { issuer, subject, address } });
}

/** Bindings of somebody, within a reading that saw them; null where they are not theirs to see. */
export const bindingsIn = async (asking: Asking, email: string): Promise<Binding[] | null> =>
  mayDo(asking, 'see', { kind: 'credentials', email }) ? asking.store.bindings.list(email) : null;

/** All of them. @throws Forbidden */
export const listBindings = (asking: Asking): Promise<Binding[]> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'directory' });
    return inside.store.bindings.list();
  });

/** How a binding is changed. */
interface Changing {
  /** Whether somebody whom the directory does not hold yet may be meant. */
  strangers: boolean;
  /** Also where nobody who administers would be bound then: for whoever is at the machine. */
  force: boolean;
  /** That somebody else loses the account was asked before. */
  confirmed?: boolean;
}

interface Bound {
  /** `already`: nothing was changed. `asked`: nor was it, since somebody else signs in with the account: to be confirmed. */
  done: 'bound' | 'moved' | 'already' | 'asked';
  /** Who signed in with the account before; null where nobody did. */
  from: string | null;
  /** Whether the directory holds the person, and who is written like them where it does not. */
  known: boolean;
  alike: string[];
}

/**
 * An account signs in as somebody from now on, in place of the one that did. Sessions of everybody concerned end.
 * @param typed `issuer` (the one of the settings where it is left out), `subject`, `reason`
 * @throws NotHere, Forbidden; Invalid, also where it is about one's own account (`identityOwn`); LedgerError `conflict`
 */
export async function bindAccount(
  asking: Asking,
  address: string,
  typed: Typed,
  how: Changing,
): Promise<Bound> {
  await mustChange(asking, address, how);
  return inOneWriting(asking, async (inside) => {
    const { store } = inside;
    const person = await store.people.get(address);
    if (person === null && !how.strangers) throw new NotHere(inside, address, await store.people.list());
    const email = person?.email ?? (await store.people.ownAddress(tidy(address)));
    const account = readAccount(inside, typed);
    const wrong = emailFault(email) === null ? null : { field: 'email', key: 'email', value: email };
    if (wrong !== null) throw new Invalid([wrong]);
    const before = await store.bindings.find(account);
    mustNotBeOwn(inside, [email, before?.email]);
    const alike = person === null ? spelledLike(inside, email, await store.people.list()) : [];
    const found = { from: before?.email ?? null, known: person !== null, alike };
    const theirs = await store.bindings.list(email);
    if (theirs.length === 1 && before?.email === email) return { done: 'already', ...found };
    const moves = before !== null && before.email !== email;
    const actor = because(inside, readReason(typed));
    if (moves && how.confirmed !== true) return { done: 'asked', ...found };
    await keepingBound(inside, how.force, () =>
      store.bindings.bind({ ...account, email, address: email, signedInAt: null }, actor, nowOf(inside)),
    );
    return { done: moves ? 'moved' : 'bound', ...found };
  });
}

/**
 * The binding of somebody that is asked about; null where there is none.
 * @param typed `issuer`, `subject`
 * @throws NotHere, Forbidden
 */
export const bindingToUnbind = (asking: Asking, address: string, typed: Typed): Promise<Binding | null> =>
  inOneReading(asking, async (inside) => {
    await mustChangePerson(inside, address);
    const person = await inside.store.people.get(address);
    if (person === null) throw new NotHere(inside, address, await inside.store.people.list());
    const { issuer = '', subject = '' } = typed;
    const theirs = await inside.store.bindings.list(person.email);
    return theirs.find((one) => sameAccount(one, { issuer: issuerOf(issuer), subject })) ?? null;
  });

/**
 * Takes bindings of somebody away: whoever signs in next with their address is bound to it. Their sessions end.
 * @param typed `issuer`, `subject`: those of them alone; neither: all of theirs; `reason`
 * @returns what was taken away
 * @throws NotHere, Forbidden; Invalid (`identityOwn`); LedgerError `conflict`
 */
export async function unbindAccounts(
  asking: Asking,
  address: string,
  typed: Typed,
  how: Changing,
): Promise<Binding[]> {
  await mustChange(asking, address, how);
  return inOneWriting(asking, async (inside) => {
    const { store } = inside;
    const person = await store.people.get(address);
    if (person === null && !how.strangers) throw new NotHere(inside, address, await store.people.list());
    const email = person?.email ?? address;
    mustNotBeOwn(inside, [email]);
    const { issuer, subject } = typed;
    const asked = (await store.bindings.list(email)).filter((one) =>
      sameAccount(one, { issuer: issuerOf(issuer ?? one.issuer), subject: subject ?? one.subject }),
    );
    await takeAway(inside, asked, typed, how.force);
    return asked;
  });
}

/**
 * Takes all bindings of one issuer away, for a provider that is replaced. One's own among them.
 * @throws Forbidden; LedgerError `conflict` unless it is forced
 */
export const unbindIssuer = (
  asking: Asking,
  issuer: string,
  typed: Typed,
  { force }: Pick<Changing, 'force'>,
): Promise<Binding[]> =>
  inOneWriting(asking, async (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'directory' });
    const asked = (await inside.store.bindings.list()).filter((one) => one.issuer === issuerOf(issuer));
    await takeAway(inside, asked, typed, force);
    return asked;
  });

async function takeAway(
  asking: Asking,
  asked: readonly Binding[],
  typed: Typed,
  force: boolean,
): Promise<void> {
  const actor = because(asking, readReason(typed));
  await keepingBound(asking, force, async () => {
    for (const one of asked) await asking.store.bindings.unbind(one, actor, nowOf(asking));
  });
}

/** Asked before what was typed is looked at. */
const mustChange = (asking: Asking, address: string, { strangers }: Changing): Promise<void> =>
  inOneReading(asking, async (inside) => {
    if (strangers) mustBeAllowed(inside, 'change', { kind: 'directory' });
    else await mustChangePerson(inside, address);
  });

/** The account that was typed, letter by letter. @throws Invalid */
function readAccount({ settings }: Pick<Asking, 'settings'>, { issuer = '', subject = '' }: Typed): Account {
  const { oidc, alb } = settings.signIn;
  const account = { issuer: issuerOf(issuer === '' ? ((oidc ?? alb)?.issuer ?? '') : issuer), subject };
  const field = accountFault(account);
  const fault: Fault[] = field === null ? [] : [{ field, key: field, value: account[field] }];
  if (fault.length > 0) throw new Invalid(fault);
  return account;
}

/**
 * Nobody becomes somebody else, or is without an account, by their own doing: it takes another administrator, or whoever is
 * at the machine.
 */
function mustNotBeOwn({ viewer }: Asking, concerned: readonly (string | undefined)[]): void {
  if (viewer.email !== '' && concerned.includes(viewer.email))
    throw new Invalid([{ field: 'subject', key: 'identityOwn' }]);
}
