import { SCOPES, type Scope } from '../../core/access.ts';
import { type Fault, Invalid, LedgerError } from '../../core/errors.ts';
import { expiryOf, MADE_IN_DAY, TOKEN_DAYS } from '../../core/tokens.ts';
import { partsOf } from '../../core/typedNumbers.ts';
import type { Instant } from '../../core/types.ts';
import {
  type Asking,
  because,
  Forbidden,
  inOneWriting,
  mayDo,
  mustBeAllowed,
  mustChangeAny,
  nowOf,
} from '../asking.ts';
import { NotHere } from '../people/seen.ts';
import { readReason, type Typed, textFaults, tidied } from '../typed.ts';
import { hashOf, newId, newToken } from './secrets.ts';

/** Personal access tokens: how one is read from what somebody typed, and made. */

const MOST_NAME = 80;

interface TokenRead {
  name: string;
  /** One of `TOKEN_DAYS`. */
  days: number;
  /** At least one, in the order of `SCOPES`. */
  scopes: Scope[];
}

/**
 * @param typed `name`, `days`, `scopes` (their names, with commas between)
 * @param offered scopes that open something for whoever it is for; the others would only look as if they did
 * @throws Invalid with every fault at once
 */
export function readToken(untidy: Typed, offered: readonly Scope[] = SCOPES): TokenRead {
  const typed = tidied(untidy);
  const { name = '', days = '' } = typed;
  const faults: Fault[] = [];
  const scopes = scopesIn(typed, offered, faults);
  const length = TOKEN_DAYS.find((one) => String(one) === days);
  if (length === undefined) faults.push({ field: 'days', key: 'days', value: days });
  if (name === '') faults.push({ field: 'name', key: 'tokenName', value: name });
  faults.push(...textFaults('name', name, { most: MOST_NAME, tooLong: 'tokenName' }));
  if (length === undefined || faults.length > 0) throw new Invalid(faults);
  return { name, days: length, scopes };
}

function scopesIn({ scopes: text = '' }: Typed, offered: readonly Scope[], faults: Fault[]): Scope[] {
  const parts = partsOf(text);
  const asked = parts.length === 0 ? [''] : parts;
  const unknown = asked.find((one) => !SCOPES.some((scope) => scope === one));
  if (unknown !== undefined) faults.push({ field: 'scopes', key: 'scopes', value: unknown });
  const scopes = SCOPES.filter((scope) => asked.includes(scope));
  const idle = scopes.filter((scope) => !offered.includes(scope));
  if (idle.length > 0) faults.push({ field: 'scopes', key: 'idleScopes', detail: idle });
  return scopes;
}

/** A token that was just made. */
interface Made extends TokenRead {
  id: string;
  email: string;
  /** Nobody can read it again. */
  secret: string;
  expiresAt: Instant;
}

/**
 * Makes a token for somebody who is here.
 * @param typed as for `readToken`, and `reason`; `beyond` with their address where an administrator means one more than
 * they may have
 * @throws Forbidden; Invalid; NotHere; LedgerError `conflict` where they have as many as one may
 */
export async function makeToken(
  asking: Asking,
  email: string,
  typed: Typed,
  offered: readonly Scope[] = SCOPES,
): Promise<Made> {
  mustChangeAny(asking, 'credentials');
  const thing = { kind: 'credentials' as const, email };
  // Whoever works at a machine without sign-in is nobody, and nobody has tokens.
  if (email === '') throw new Forbidden(asking, 'change', thing);
  mustBeAllowed(asking, 'change', thing);
  const read = readToken(typed, offered);
  const reason = readReason(typed);
  const isBeyond = typed.beyond === email && mayDo(asking, 'change', { kind: 'directory' });
  const secret = newToken();
  return inOneWriting(asking, async (inside) => {
    const { people, tokens } = inside.store;
    if (!(await people.get(email))?.active) throw new NotHere(inside, email, await people.list());
    const { name, days, scopes } = read;
    const token = {
      id: newId(),
      email,
      name,
      scopes,
      createdAt: nowOf(inside),
      expiresAt: expiryOf(inside.now, days),
    };
    const { allowances } = inside.settings;
    const most = isBeyond ? undefined : allowances.tokens;
    if (
      !(await tokens.create(token, hashOf(secret), because(inside, reason), most ?? Number.MAX_SAFE_INTEGER))
    )
      throw new LedgerError(
        'conflict',
        `${email} has ${allowances.tokens} good tokens, which is the limit (allowances.tokens), or made ${MADE_IN_DAY} times as many within a day: revoke those that are no longer needed (bedrock-ledger tokens list --user ${email}), or wait until tomorrow`,
      );
    return { ...read, id: token.id, email, secret, expiresAt: token.expiresAt };
  });
}
