import type { ApiToken, Session } from '../../core/credentials.ts';
import { isAlive } from '../../core/tokens.ts';
import type { Instant } from '../../core/types.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { type Cell, DataTable, type TableData } from '../../ui/table.tsx';
import { browserOf, instantCell } from '../tables/cells.ts';

/** Tokens and sessions of one person as cards, on their own page and on an administrator's page about them. */

/** @param base where they are revoked: `BASE/:id/revoke` */
export function TokensCard({
  tokens,
  frame,
  now,
  base,
}: {
  tokens: readonly ApiToken[];
  frame: Frame;
  now: Instant;
  base: string;
}) {
  const { m } = frame;
  return (
    <section class="card" id="table-tokens">
      <div class="tools">
        <h2>{m.access.title}</h2>
      </div>
      {tokens.length === 0 ? (
        <p class="note">{m.access.empty}</p>
      ) : (
        <DataTable data={tokensTable(tokens, frame, now, base)} label={m.access.title} />
      )}
    </section>
  );
}

function tokensTable(tokens: readonly ApiToken[], frame: Frame, now: Instant, base: string): TableData {
  const { m } = frame;
  return {
    columns: [
      { name: m.access.name, key: 'name' },
      { name: m.access.scopes, key: 'scopes' },
      { name: m.access.created, key: 'createdAt' },
      { name: m.access.expires, key: 'expiresAt' },
      { name: m.access.used, key: 'lastUsedAt' },
      { name: m.access.usedFrom, key: 'lastUsedFrom' },
      { name: m.state, key: 'state' },
      { name: '', key: 'action', drawn: true },
    ],
    rows: tokens.map((token) => {
      const alive = isAlive(token, now);
      const state = alive ? 'good' : token.revokedAt !== null ? 'revoked' : 'expired';
      return {
        muted: !alive,
        cells: [
          { text: token.name },
          { text: token.scopes.join(', ') },
          instantCell(token.createdAt, frame),
          instantCell(token.expiresAt, frame),
          token.lastUsedAt === null ? { text: m.access.never } : instantCell(token.lastUsedAt, frame),
          { text: token.lastUsedFrom ?? '–' },
          stateCell(state, token.revokedBy, frame),
          {
            text: '',
            show: alive && (
              <a
                class="danger"
                href={`${base}/${token.id}/revoke`}
                aria-label={`${m.access.revoke}${m.colon}${token.name}`}
              >
                {m.access.revoke}
              </a>
            ),
          },
        ],
      };
    }),
  };
}

function stateCell(state: 'good' | 'revoked' | 'expired', by: string | null, { m }: Frame): Cell {
  const text = m.access.states[state];
  return {
    text,
    show: <Badge kind={state === 'good' ? 'ok' : 'interrupted'} text={text} />,
    ...(by === null ? {} : { title: by }),
  };
}

export const othersOf = (sessions: readonly Session[], current: string | null): Session[] =>
  sessions.filter(({ id }) => id !== current);
/** @param others those that end */
export const endWords = (
  all: readonly Session[],
  others: readonly Session[],
  { access }: Frame['m'],
): string => (others.length === all.length ? access.endAll : access.endOthers);

/**
 * @param current the session of whoever looks, where it is theirs
 * @param base where all others are ended: `BASE/end`
 */
export function SessionsCard({
  sessions,
  frame,
  current,
  base,
}: {
  sessions: readonly Session[];
  frame: Frame;
  current: string | null;
  base: string;
}) {
  const { m } = frame;
  const others = othersOf(sessions, current);
  return (
    <section class="card" id="table-sessions">
      <div class="tools">
        <h2>{m.access.sessions}</h2>
        {others.length > 0 && (
          <a class="danger" href={`${base}/end`}>
            {endWords(sessions, others, m)}
          </a>
        )}
      </div>
      {sessions.length === 0 ? (
        <p class="note">{m.access.noSession}</p>
      ) : (
        <DataTable data={sessionsTable(sessions, frame, current)} label={m.access.sessions} />
      )}
    </section>
  );
}

function sessionsTable(sessions: readonly Session[], frame: Frame, current: string | null): TableData {
  const { m } = frame;
  return {
    columns: [
      { name: m.access.begun, key: 'createdAt' },
      { name: m.access.seen, key: 'seenAt' },
      { name: m.access.ends, key: 'expiresAt' },
      { name: m.access.address, key: 'address' },
      { name: m.access.agent, key: 'agent' },
      { name: '', key: 'current', drawn: true },
    ],
    rows: sessions.map((session) => ({
      cells: [
        instantCell(session.createdAt, frame),
        instantCell(session.seenAt, frame),
        instantCell(session.expiresAt, frame),
        { text: session.address || '–' },
        { text: browserOf(session.agent) || '–', title: session.agent },
        { text: session.id === current ? m.access.thisOne : '' },
      ],
    })),
  };
}
