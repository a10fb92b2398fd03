import { revokeById } from '../app/credentials/end.ts';
import { listTokens } from '../app/credentials/list.ts';
import { makeToken, readToken } from '../app/credentials/make.ts';
import { NotHere } from '../app/people/seen.ts';
import { SCOPES } from '../core/access.ts';
import type { ApiToken } from '../core/credentials.ts';
import { Invalid, LedgerError } from '../core/errors.ts';
import { instantOf } from '../core/periods.ts';
import { isAlive, TOKEN_DAYS } from '../core/tokens.ts';
import { notHere, refuseUnknown } from './allowed.ts';
import { askingOf } from './asking.ts';
import { printJson, remark, say, UserError } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, withLedger, withLedgerToRead } from './withContext.ts';

/** `bedrock-ledger tokens …`: for service accounts, and for whoever has to end the tokens of others. */

interface CreateOptions extends LedgerOptions {
  user: string;
  scopes: string;
  days: number;
  name: string;
  beyond?: boolean;
}

/** Prints the secret and nothing else on stdout, so that it can be piped to where it is kept; what it is good for goes to stderr. */
export async function create(options: CreateOptions): Promise<void> {
  const typed = {
    name: options.name,
    days: String(options.days),
    scopes: options.scopes,
    ...(options.beyond ? { beyond: options.user } : {}),
  };
  try {
    readToken(typed);
  } catch (error) {
    throw error instanceof Invalid ? new LedgerError('badRequest', faultLinesOf(error)) : error;
  }
  await withLedger(options, async (context) => {
    const made = await makeToken(askingOf(context), options.user, typed).catch((error: unknown) => {
      throw error instanceof NotHere
        ? new UserError(notHere(error, 'nothing is given to whoever has left'))
        : error;
    });
    say(made.secret);
    remark(
      `For ${made.email}, good until ${made.expiresAt.slice(0, 10)} for: ${made.scopes.join(', ')}. The secret is shown only this once.`,
    );
  });
}

/** What is wrong, by the options that say it. */
const faultLinesOf = ({ faults }: Invalid): string =>
  faults
    .map(({ field, value }) => {
      switch (field) {
        case 'scopes':
          return `--scopes: "${value}" is none of ${SCOPES.join(', ')}`;
        case 'days':
          return `--days: must be one of ${TOKEN_DAYS.join(', ')}`;
        default:
          return '--name: must have 1 to 80 characters and no control characters';
      }
    })
    .join('\n');

export async function list(options: LedgerOptions & { json?: boolean; user?: string }): Promise<void> {
  await withLedgerToRead(options, async (context) => {
    const { user } = options;
    const tokens = await listTokens(askingOf(context), user);
    if (tokens.length === 0) await refuseUnknown(context, { '--user': ['user', user] });
    const now = instantOf(context.clock.now());
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
    const found = await revokeById(askingOf(context), id, { reason: options.reason ?? '' });
    if (found === null) throw new UserError(`there is no token ${id}: see "bedrock-ledger tokens list"`);
    const { token, revoked } = found;
    say(
      revoked
        ? `The token "${token.name}" of ${token.email} is revoked.`
        : `The token "${token.name}" of ${token.email} was revoked before; nothing changed.`,
    );
  });
}
