import * as z from 'zod';
import { ownSessions, ownTokens, sessionsOf, tokensOf } from '../../app/credentials/list.ts';
import type { ApiToken, Session } from '../../core/credentials.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { pageOf, pageQuery } from '../api/query.ts';
import { instant, paging, tokenScope } from '../api/shapes.ts';
import { askingOf } from '../http/asking.ts';

/** Tokens and sessions: one's own, and for administrators those of others; what opens is in none of them. */

const MADE = 'Tokens are made and revoked, and sessions ended, in the browser.';
const ADMINISTERED = 'Their own, or for administrators.';
const EMAIL = { email: 'E-mail address, letter by letter.' };

const tokensAnswer = {
  tokens: z.array(
    z
      .strictObject({
        id: z.string(),
        name: z.string(),
        scopes: z.array(tokenScope),
        createdAt: instant,
        expiresAt: instant,
        lastUsedAt: instant.nullable().describe('To the minute.'),
        lastUsedFrom: z.string().nullable().describe('Network address.'),
        revokedAt: instant.nullable(),
        revokedBy: z.string().nullable(),
      })
      .meta({ id: 'Token' }),
  ),
  ...paging,
};
const sessionsAnswer = {
  sessions: z.array(
    z
      .strictObject({
        id: z.string(),
        createdAt: instant,
        seenAt: instant.describe('To the minute.'),
        expiresAt: instant.describe('At the latest: one that is not used ends before.'),
        address: z.string().describe('Network address that it began from.'),
        agent: z.string().describe('As the browser names itself.'),
      })
      .meta({ id: 'Session' }),
  ),
  ...paging,
};

type Part = Parameters<typeof pageOf>[1];

function tokensJson(all: readonly ApiToken[], part: Part) {
  const { items, ...rest } = pageOf(all, part);
  return { tokens: items.map(({ email: _, ...token }) => token), ...rest };
}
function sessionsJson(all: readonly Session[], part: Part) {
  const { items, ...rest } = pageOf(all, part);
  return { sessions: items.map(({ email: _, ...session }) => session), ...rest };
}

const myTokens = endpoint({
  id: 'getTokens',
  tag: 'Me',
  path: '/tokens',
  summary: 'My tokens, newest first, without their secrets',
  description: MADE,
  scope: 'me',
  audience: 'ownRows',
  query: pageQuery(1000),
  answer: tokensAnswer,
  example: '/tokens',
  answers: async ({ c, deps, query }) => tokensJson(await ownTokens(askingOf(c, deps)), query),
});

const mySessions = endpoint({
  id: 'getSessions',
  tag: 'Me',
  path: '/sessions',
  summary: 'Where I am signed in, last used first',
  description: MADE,
  scope: 'me',
  audience: 'ownRows',
  query: pageQuery(1000),
  answer: sessionsAnswer,
  example: '/sessions',
  answers: async ({ c, deps, query }) => sessionsJson(await ownSessions(askingOf(c, deps)), query),
});

const tokensOfPerson = endpoint({
  id: 'getTokensOfPerson',
  tag: 'People',
  path: '/people/{email}/tokens',
  summary: 'Tokens of a person, newest first, without their secrets',
  description: ADMINISTERED,
  scope: 'people',
  audience: 'ownRows',
  params: EMAIL,
  query: pageQuery(1000),
  answer: tokensAnswer,
  example: '/people/emil.ito@example.com/tokens?limit=1',
  answers: async ({ c, deps, query, params: { email } }) =>
    tokensJson(await tokensOf(askingOf(c, deps), email), query),
});

const sessionsOfPerson = endpoint({
  id: 'getSessionsOfPerson',
  tag: 'People',
  path: '/people/{email}/sessions',
  summary: 'Where a person is signed in, last used first',
  description: ADMINISTERED,
  scope: 'people',
  audience: 'ownRows',
  params: EMAIL,
  query: pageQuery(1000),
  answer: sessionsAnswer,
  example: '/people/emil.ito@example.com/sessions',
  answers: async ({ c, deps, query, params: { email } }) =>
    sessionsJson(await sessionsOf(askingOf(c, deps), email), query),
});

export const credentialEndpoints: readonly Endpoint[] = [
  myTokens,
  mySessions,
  tokensOfPerson,
  sessionsOfPerson,
];
