import type { Scope } from '../core/access.ts';
import { may, SCOPES } from '../core/access.ts';
import type { ApiToken } from '../core/credentials.ts';
import { isAlive, MOST_TOKENS, TOKEN_DAYS } from '../core/tokens.ts';
import { makeToken } from '../server/access/makeToken.ts';
import { mustBeAllowed, notHere } from './allowed.ts';
import { printJson, printTable, remark, say, UserError } from './output.ts';
import { type LedgerOptions, withLedger } from './withContext.ts';

/** `bedrock-ledger tokens …`: for service accounts, and for whoever has to end the tokens of others. */

interface CreateOptions extends LedgerOptions {
  user: string;
  scopes: string;
  days: number;
  name: string;
}

/** Prints the secret and nothing else on stdout, so that it can be piped to where it is kept; what it is good for goes to stderr. */
export async function create(options: CreateOptions): Promise<void> {
  const scopes = readScopes(options.scopes);
  if (!TOKEN_DAYS.some((days) => days === options.days))
    throw new UserError(`--days: must be one of ${TOKEN_DAYS.join(', ')}`, 'badRequest');
  if (!/^\P{Cc}{1,80}$/u.test(options.name))
    throw new UserError('--name: must have 1 to 80 characters and no control characters', 'badRequest');
  await withLedger(options, async (context) => {
    mustBeAllowed(context, 'change', { kind: 'credentials', email: options.user });
    const { store, clock, actor } = context;
    const person = await store.people.get(options.user);
    if (!person?.active)
      throw new UserError(
        notHere(options.user, await store.people.list(), 'nothing is given to whoever has left'),
      );
    const wanted = { email: person.email, name: options.name, scopes, days: options.days };
    const made = await makeToken({ store, clock }, wanted, actor);
    if (made === null)
      throw new UserError(
        `${person.email} has ${MOST_TOKENS} good tokens already: revoke one first (bedrock-ledger tokens list --user ${person.email})`,
      );
    say(made.secret);
    remark(
      `For ${person.email}, good until ${made.expiresAt.slice(0, 10)} for: ${scopes.join(', ')}. The secret is shown only this once.`,
    );
  });
}

function readScopes(text: string): Scope[] {
  const asked = text.split(',').map((part) => part.trim());
  const unknown = asked.find((one) => !SCOPES.some((scope) => scope === one));
  if (unknown !== undefined)
    throw new UserError(`--scopes: "${unknown}" is none of ${SCOPES.join(', ')}`, 'badRequest');
  return SCOPES.filter((scope) => asked.includes(scope));
}

export async function list(options: LedgerOptions & { json?: boolean; user?: string }): Promise<void> {
  await withLedger(options, async ({ store, clock, viewer }) => {
    const now = new Date(clock.now()).toISOString();
    const { user } = options;
    const all = user === undefined ? await store.tokens.all() : await store.tokens.listOf(user);
    const tokens = all.filter(({ email }) => may(viewer, 'see', { kind: 'credentials', email }));
    if (options.json) printJson({ tokens });
    else if (tokens.length === 0) say(`There is no token${user === undefined ? '' : ` of ${user}`}.`);
    else
      printTable(
        ['id', 'user', 'name', 'scopes', 'expires', 'last used', ''],
        tokens.map((token) => [
          token.id,
          token.email,
          token.name,
          token.scopes.join(', '),
          token.expiresAt.slice(0, 10),
          usedWords(token),
          isAlive(token, now) ? '' : token.revokedAt === null ? 'expired' : 'revoked',
        ]),
      );
  });
}

const usedWords = ({ lastUsedAt, lastUsedFrom }: ApiToken): string =>
  lastUsedAt === null ? 'never' : `${lastUsedAt.slice(0, 16).replace('T', ' ')} from ${lastUsedFrom ?? '?'}`;

export async function revoke(id: string, options: LedgerOptions & { reason?: string }): Promise<void> {
  await withLedger(options, async (context) => {
    const { store, clock, actor } = context;
    const token = (await store.tokens.all()).find((one) => one.id === id);
    if (!token) throw new UserError(`there is no token ${id}: see "bedrock-ledger tokens list"`);
    mustBeAllowed(context, 'change', { kind: 'credentials', email: token.email });
    const by = options.reason ? { ...actor, reason: options.reason } : actor;
    const done = await store.tokens.revoke(token.email, id, by, new Date(clock.now()).toISOString());
    say(
      done
        ? `The token "${token.name}" of ${token.email} is revoked.`
        : `The token "${token.name}" of ${token.email} was revoked before; nothing changed.`,
    );
  });
}
