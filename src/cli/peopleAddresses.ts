import { inOneReading, mustBeAllowed } from '../app/asking.ts';
import {
  type Addresses,
  addAliasOf,
  addressesIn,
  removeAliasOf,
  renamePerson as rename,
} from '../app/people/addresses.ts';
import { NotHere } from '../app/people/seen.ts';
import type { LedgerContext } from '../context.ts';
import type { Person } from '../core/people.ts';
import { en } from '../ui/messages/en.ts';
import { unknownPerson } from './allowed.ts';
import { askingOf } from './asking.ts';
import { complain, printJson, say, UserError } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, withLedger, withLedgerToRead } from './withContext.ts';

/** `bedrock-ledger people alias …` and `people rename`. */

interface Options extends LedgerOptions {
  json?: boolean;
  merge?: boolean;
  reason?: string;
}

const words = en.people.addresses;

const known = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw error instanceof NotHere ? new UserError(unknownPerson(error)) : error;
  }
};

const needsMerge = (other: Person): UserError =>
  new UserError(
    `The directory holds ${other.email} as somebody of their own${other.active ? '' : ', who has left'}. If both are one person, add --merge; nothing was changed`,
  );

export async function addAlias(email: string, alias: string, options: Options): Promise<void> {
  await withLedger(options, async (context) => {
    const typed = { alias, reason: options.reason ?? '' };
    const how = { confirmed: options.merge === true };
    const joined = await known(addAliasOf(askingOf(context), email, typed, how));
    if (joined.done === 'asked') throw needsMerge(joined.other);
    if (options.json)
      return printJson({ email, alias, added: joined.done === 'joined', moved: joined.moved });
    say(
      joined.done === 'already'
        ? `${alias} was another address of ${email} already; nothing changed.`
        : `${alias} is another address of ${email} now: what is spent under it is theirs.`,
    );
    await warnOfTags(context, email);
  });
}

export async function removeAlias(email: string, alias: string, options: Options): Promise<void> {
  await withLedger(options, async (context) => {
    const typed = { alias, reason: options.reason ?? '' };
    const removed = await known(removeAliasOf(askingOf(context), email, typed));
    if (options.json) return printJson({ email, alias, removed });
    if (!removed) throw new UserError(`${alias} is no other address of ${email}; nothing changed`);
    say(`${alias} is no address of ${email} any more: what is spent under it is not theirs.`);
  });
}

export async function listAliases(email: string | undefined, options: Options): Promise<void> {
  await withLedgerToRead(options, async (context) => {
    const found = await known(addressesOf(context, email));
    if (options.json) return printJson({ people: found });
    const rows = found.flatMap((one) => [
      ...one.aliases.map(({ alias, source, since }) => [one.email, alias, words.from[source], since]),
      ...one.suggested.map(({ address }) => [one.email, address, 'suggested: differs in case only', '']),
    ]);
    if (rows.length === 0) return say('Nobody here has another address.');
    printTable(['e-mail', 'other address', 'from', 'since'], rows);
    if (found.some((one) => one.suggested.length > 0))
      say('Where both are one person: bedrock-ledger people alias add EMAIL ADDRESS');
  });
}

const addressesOf = (context: LedgerContext, email: string | undefined): Promise<Addresses[]> =>
  inOneReading(askingOf(context), async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'directory' });
    const { people } = inside.store;
    if (email !== undefined) {
      const person = await people.get(email);
      if (person === null) throw new NotHere(inside, email, await people.list());
      return [await addressesIn(inside, person)];
    }
    const all = await people.list();
    const held = new Set((await people.aliases()).map((one) => one.email));
    const found: Addresses[] = [];
    for (const person of all.filter((one) => held.has(one.email)))
      found.push(await addressesIn(inside, person));
    return found;
  });

export async function renamePerson(from: string, to: string, options: Options): Promise<void> {
  await withLedger(options, async (context) => {
    const typed = { email: to, reason: options.reason ?? '' };
    const renamed = await known(
      rename(askingOf(context), from, typed, { confirmed: options.merge === true }),
    );
    if (renamed.done === 'asked') throw needsMerge(renamed.other);
    const { tagKeys } = context.settings;
    const steps = words.steps(renamed.to, tagKeys.user, tagKeys.user);
    const { untaggable, addresses } = renamed;
    if (options.json)
      return printJson({ from: renamed.from, to: renamed.to, untaggable, ...tagsOf(addresses), steps });
    say(`${renamed.from} is ${renamed.to} now. ${words.renamed}`);
    for (const [index, step] of steps.entries()) say(`  ${index + 1}. ${step}`);
    if (untaggable) complain(`Warning: ${en.invalid.noTag}`);
    await warnOfTags(context, renamed.to);
  });
}

const tagsOf = ({ taggedOtherwise, suggested }: Addresses) => ({ taggedOtherwise, suggested });

async function warnOfTags(context: LedgerContext, email: string): Promise<void> {
  const [found] = await addressesOf(context, email);
  if (found === undefined || found.taggedOtherwise.length === 0) return;
  const others = found.taggedOtherwise.map(({ address, profiles }) => `${address} (${profiles})`).join(', ');
  complain(`Warning: ${words.tagWarning(found.email, others, context.settings.tagKeys.user)}`);
}
