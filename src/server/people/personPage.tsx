import type { Context } from 'hono';
import { type PersonPage, readPersonPage } from '../../app/people/read.ts';
import { scopeHref } from '../../core/href.ts';
import type { Frame } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import { SessionsCard, TokensCard } from '../access/tokenTables.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { teamPath } from '../http/nav.ts';
import { undoOf } from '../http/undo.ts';
import { nowOf, visitOf } from '../http/visitor.ts';
import { cards } from '../tables/cards.tsx';
import { calledOf } from '../tables/named.ts';

import { ByHandForm, personPath, type Returned, typedFrom } from './forms.tsx';
import { leftWords } from './leavePage.tsx';
import { peopleTable } from './peopleTable.tsx';
import { AccountsCard } from './personAccounts.tsx';
import { AddressesCard } from './personAddresses.tsx';
import { FactsCard } from './personFacts.tsx';
import { MoveCard } from './personMove.tsx';
import { RolesCard } from './personRoles.tsx';

/** One person: what is believed of them and who says so, whom they report to, who reports to them, and their roles. */

/** @param returned the form that was refused, as it was typed */
export async function personPage(c: Context, deps: ServerDeps, email: string, returned: Returned | null) {
  const seen = await readPersonPage(askingOf(c, deps), email);
  const frame = frameOf(c, deps);
  const { m } = frame;
  const { person, credentials } = seen;
  const result = await cards(c, frame, { what: 'reports', of: { key: 'manager', value: person.email } }, [
    {
      id: '',
      title: m.people.reports,
      table: peopleTable(
        c,
        { people: seen.below, managers: new Set(seen.reports), saidNone: seen.saidNone },
        frame,
      ),
      empty: m.people.noReports,
    },
  ]);
  if (result.response) return result.response;
  const called = await calledOf(
    c,
    seen.managers.map(({ email }) => email),
  );
  const path = personPath(person.email);
  const form = (name: Returned['form']) => (returned?.form === name ? returned : null);
  const byHand = form('byHand') ?? { values: typedFrom(seen.said.get('byHand')), faults: {} };
  const done = c.req.query('done');
  const { oidc, alb } = deps.settings.signIn;
  const issuer = (oidc ?? alb)?.issuer ?? null;
  return c.html(
    <PlainPage
      frame={frame}
      title={person.name ?? person.email}
      intro={<Ways seen={seen} frame={frame} />}
      message={messageOf(
        returned === null ? null : m.invalid.intro,
        done,
        doneWords(done, frame),
        seen.changes ? undoOf(c, deps, path) : undefined,
      )}
    >
      <div class="grid">
        <FactsCard c={c} frame={frame} seen={seen} called={called} />
        <AddressesCard seen={seen} frame={frame} deps={deps} returned={returned} />
        <RolesCard seen={seen} frame={frame} returned={form('grant')} />
        {seen.changes && (
          <section class="card">
            <div class="tools">
              <h2>{m.people.byHand}</h2>
            </div>
            <p class="note">{m.people.byHandIntro}</p>
            <ByHandForm frame={frame} action={path} values={byHand.values} faults={byHand.faults} />
          </section>
        )}
        {seen.changes && <MoveCard seen={seen} frame={frame} returned={form('move')} />}
        {result.shown}
        {seen.bindings !== null && issuer !== null && (
          <AccountsCard
            seen={seen}
            bindings={seen.bindings}
            frame={frame}
            issuer={issuer}
            returned={form('account')}
          />
        )}
        {credentials !== null && (
          <>
            <TokensCard tokens={credentials.tokens} frame={frame} now={nowOf(deps)} base={`${path}/tokens`} />
            <SessionsCard
              sessions={credentials.sessions}
              frame={frame}
              current={visitOf(c)?.session?.id ?? null}
              base={`${path}/sessions`}
            />
          </>
        )}
      </div>
    </PlainPage>,
    returned === null ? 200 : 422,
  );
}

/** Where else there is something about them. */
function Ways({ seen: { person, reportCount }, frame: { m } }: { seen: PersonPage; frame: Frame }) {
  return (
    <>
      <a href={scopeHref('user', person.email)}>{m.people.spend}</a>
      {reportCount > 0 && (
        <>
          {' · '}
          <a href={teamPath(person.email)}>{m.people.team}</a>
        </>
      )}
    </>
  );
}

function doneWords(done: string | undefined, frame: Frame): Readonly<Record<string, string>> {
  const { saved, unchanged, granted, already, withdrawn, gone } = frame.m.people;
  const { revoked, ended } = frame.m.access;
  const { joined, already: alias, removed, gone: noAlias } = frame.m.people.addresses;
  const addresses = { joined, alias, removed, noAlias };
  const { done: bound, already: boundAlready, unbound } = frame.m.people.accounts;
  const accounts = { bound, boundAlready, unbound };
  const words = { ...accounts, saved, unchanged, granted, already, withdrawn, gone, revoked, ended };
  return { ...words, ...addresses, ...leftWords(done, frame) };
}
