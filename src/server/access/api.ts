import type { Context } from 'hono';
import { z } from 'zod';
import { idleMsOf } from '../../core/settings.ts';
import { type Endpoint, endpoint } from '../api/endpoint.ts';
import { pageOf, pageQuery } from '../api/query.ts';
import { instant, paging, tokenScope } from '../api/shapes.ts';
import type { ServerDeps } from '../deps.ts';
import { mayDo, nowOf, ownRows } from '../http/visitor.ts';

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

async function tokensJson({ store }: ServerDeps, email: string, part: Part) {
  const { items, ...rest } = pageOf(await store.tokens.listOf(email), part);
  return { tokens: items.map(({ email: _, ...token }) => token), ...rest };
}
async function sessionsJson(deps: ServerDeps, email: string, part: Part) {
  const all = await deps.store.sessions.listOf(email, nowOf(deps), idleMsOf(deps.settings));
  const { items, ...rest } = pageOf(all, part);
  return { sessions: items.map(({ email: _, ...session }) => session), ...rest };
}

/** Whether there is somebody of that name whose tokens and sessions are for whoever asks to see. */
const isFor = async (c: Context, { store }: ServerDeps, email: string): Promise<boolean> =>
  mayDo(c, 'see', { kind: 'credentials', email }) && (await store.people.get(email)) !== null;

const tokens = endpoint({
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
  answers: ({ c, deps, query }) => tokensJson(deps, ownRows(c).email, query),
});

const sessions = endpoint({
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
  answers: ({ c, deps, query }) => sessionsJson(deps, ownRows(c).email, query),
});

const tokensOf = endpoint({
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
    (await isFor(c, deps, email)) ? tokensJson(deps, email, query) : null,
});

const sessionsOf = endpoint({
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
    (await isFor(c, deps, email)) ? sessionsJson(deps, email, query) : null,
});

export const credentialEndpoints: readonly Endpoint[] = [tokens, sessions, tokensOf, sessionsOf];
