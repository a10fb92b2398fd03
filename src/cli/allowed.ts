import { Forbidden } from '../app/asking.ts';
import type { LedgerContext } from '../context.ts';
import { type Deed, may, type Thing, type Viewer, viewerOfPerson } from '../core/access.ts';
import type { Person } from '../core/people.ts';
import { UserError } from './output.ts';
import { type LedgerOptions, withLedger } from './withContext.ts';

/** Whether whoever asks may, and with whose eyes they look. Who may what is decided in `core/access.ts` alone. */

/**
 * Asked before everything that a command changes, and before what it shows as a whole.
 * @throws Forbidden when whoever asks may not do that
 */
export function mustBeAllowed({ viewer }: Pick<LedgerContext, 'viewer'>, deed: Deed, thing: Thing): void {
  if (!may(viewer, deed, thing)) throw new Forbidden({ viewer }, deed, thing);
}

/** Options of commands that only look. */
export interface LookingOptions extends LedgerOptions {
  /** With whose eyes: an e-mail address of the directory, letter by letter. */
  as?: string;
}

/**
 * Opens the ledger to look at it, with the eyes of whoever `--as` names. The actor stays who is at the machine.
 * @throws UserError when there is no ledger, nobody of that address, or they have left
 */
export const looking = <T>(
  options: LookingOptions,
  work: (context: LedgerContext) => Promise<T>,
): Promise<T> =>
  withLedger(options, async (context) =>
    work(options.as === undefined ? context : { ...context, viewer: await eyesOf(options.as, context) }),
  );

/** The viewer that somebody would be if they signed in now. */
async function eyesOf(email: string, context: LedgerContext): Promise<Viewer> {
  // Who gives roles could give themselves any: nobody else looks with the eyes of somebody who may see more.
  mustBeAllowed(context, 'change', { kind: 'directory' });
  const { store, settings, clock } = context;
  const facts = await store.people.viewerFacts(email, new Date(clock.now()).toISOString());
  if (facts !== null) return viewerOfPerson(facts, settings.roles);
  throw new UserError(`--as: ${notHere(email, await store.people.list(), 'whoever has left sees nothing')}`);
}

type Known = readonly Pick<Person, 'email'>[];

const alikeIn = (people: Known, email: string): string =>
  people
    .filter((one) => one.email.toLowerCase() === email.toLowerCase())
    .map((one) => one.email)
    .join(' and ');

/** Where nobody has this address: who may be meant. */
export function unknownPerson(email: string, people: Known): string {
  const alike = alikeIn(people, email);
  return `the directory holds nobody with the e-mail ${email}${alike === '' ? '' : `, but ${alike}: upper and lower case count`}`;
}

/** Why somebody is nobody who is here: they have left, with what follows from it, are spelled in another way, or never came. */
export function notHere(email: string, people: Known, ifLeft: string): string {
  if (people.some((one) => one.email === email)) return `${email} has left, by the directory: ${ifLeft}`;
  const unknown = unknownPerson(email, people);
  return alikeIn(people, email) === ''
    ? `${unknown}. People come in when they sign in, or by "bedrock-ledger people import"`
    : unknown;
}
