import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { namesOf } from '../../app/names.ts';
import { readProfile } from '../../app/profiles/list.ts';
import { type FileOf, leastSure } from '../../core/fileNames.ts';
import { href, scopeHref } from '../../core/href.ts';
import { sumKnown } from '../../core/known.ts';
import { addDays, dayOf, monthOf, monthRange } from '../../core/periods.ts';
import { allowsGeography, GLOBAL } from '../../core/policies/choices.ts';
import type { SpendAnswer } from '../../core/questions.ts';
import type { Settings } from '../../core/settings.ts';
import type { Day, Profile } from '../../core/types.ts';
import { usdTogether } from '../../core/usd.ts';
import { instant } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, PlainPage } from '../../ui/plain.tsx';
import { DataTable, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { cards } from '../tables/cards.tsx';
import {
  dayCell,
  dayHref,
  knownCell,
  tokensCell,
  UNPRICED_TOKENS,
  unpricedTokensCell,
} from '../tables/cells.ts';
import { calledOf } from '../tables/named.ts';
import { SettingsToPaste } from './settingsToPaste.tsx';

/** One profile: settings to paste, its tags over time, what was spent with it. */
export async function profilePage(c: Context, deps: ServerDeps, shortId: string): Promise<Response> {
  const { profile, catalogue, days, deletable, settings, findings } = await readProfile(
    askingOf(c, deps),
    shortId,
  );
  const frame = frameOf(c, deps);
  const { m } = frame;
  const names = namesOf(catalogue, [profile]);
  const hrefOf = dayHref({ profile: [profile.arn] });
  const card = (known: SpendAnswer) => ({
    id: '',
    title: m.by.day,
    table: daysTable(known, frame, hrefOf),
    empty: m.profiles.unused,
  });
  const result = await cards(c, frame, fileOf(profile, days), days === null ? [] : [card(days)]);
  if (result.response) return result.response;
  const month = monthRange(monthOf(dayOf(deps.clock.now())));
  const running = (days?.rows ?? []).filter((row) => (row.keys[0] ?? '') >= month.start);
  const user = tagsOf(profile)[deps.settings.tagKeys.user];
  const isCallable = profile.route !== GLOBAL || allowsGeography(deps.settings.policies.geographies, GLOBAL);
  const called = await calledOf(c, user === undefined ? [] : [user]);
  return c.html(
    <PlainPage
      frame={frame}
      title={profile.name}
      intro={<code>{profile.arn}</code>}
      message={messageOf(null, c.req.query('done'), {
        created: m.vending.created,
        existed: m.vending.existed,
        unverified: m.vending.unverified,
        deleted: m.profiles.deleted,
      })}
    >
      {c.req.query('done') === 'created' && <p>{isCallable ? m.vending.next : m.vending.nextUnsure}</p>}
      <p class="headline">
        {days === null ? (
          <a href={href`/privacy`}>{m.error.words.withheld}</a>
        ) : (
          m.profiles.spentSoFar(knownText(sumKnown(running), frame), knownText(days.total, frame))
        )}
      </p>
      {findings.map(({ kind, detail }) => (
        <p class="note">
          <Badge kind="watch" text={m.hygiene.kinds[kind]} /> {m.hygiene.why[kind](detail)}{' '}
          <a href={href`/profiles/hygiene?${{ kind }}`}>{m.hygiene.mends}</a>
        </p>
      ))}
      <div class="grid">
        <section class="card half">
          <h2>{m.profiles.settings}</h2>
          {profile.goneAt === null ? (
            <SettingsToPaste settings={settings} names={names} frame={frame} />
          ) : (
            <p class="note">{m.clients.gone}</p>
          )}
        </section>
        <section class="card half">
          <h2>{m.profiles.about}</h2>
          <Facts
            profile={profile}
            keys={deps.settings.tagKeys}
            model={names.model(profile.modelKey)}
            called={called}
            frame={frame}
          />
          <h2>{m.profiles.tags}</h2>
          <DataTable data={tagsTable(profile, frame)} label={m.profiles.tags} />
          {deps.actions.deleteProfile && profile.goneAt === null && deletable && (
            <p>
              <a class="danger" href={href`/profiles/${profile.shortId}/delete`}>
                {m.profiles.delete}
              </a>
            </p>
          )}
        </section>
        {result.shown}
      </div>
    </PlainPage>,
  );
}

/** Its tags as they are now. */
const tagsOf = ({ history }: Profile): Readonly<Record<string, string>> => history.at(-1)?.tags ?? {};

/** Whose it is and what it stands for. */
function Facts({
  profile,
  keys,
  model,
  called,
  frame: { m, locale },
}: {
  profile: Profile;
  keys: Settings['tagKeys'];
  model: string;
  called: (email: string) => string;
  frame: Frame;
}) {
  const { [keys.user]: user, [keys.costCenter]: costCenter } = tagsOf(profile);
  const facts: [string, Child][] = [
    [m.profiles.owner, user === undefined ? '–' : <a href={scopeHref('user', user)}>{called(user)}</a>],
    [
      m.name.costCenter,
      costCenter === undefined ? '–' : <a href={scopeHref('costCenter', costCenter)}>{costCenter}</a>,
    ],
    [m.name.model, <a href={href`/models/${profile.modelKey}`}>{model}</a>],
    [m.profiles.route, profile.route === null ? m.profiles.unknown : m.profiles.routes[profile.route]],
    [m.profiles.source, <code>{profile.sourceId ?? m.profiles.unknown}</code>],
    [m.profiles.place, `${profile.accountId} ${profile.region}`],
    [m.profiles.createdAt, instant(profile.createdAt, locale)],
    ...(profile.goneAt === null
      ? []
      : [[m.profiles.gone, instant(profile.goneAt, locale)] satisfies [string, Child]]),
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}

/** Of all days on which it was used. */
function fileOf({ arn, name }: Profile, days: SpendAnswer | null): FileOf {
  const used = (days?.rows ?? []).map(({ keys }) => keys[0] ?? '').sort();
  const [first, last] = [used[0], used.at(-1)];
  return {
    what: 'profile',
    name,
    of: { key: 'profile_arn', value: arn },
    range: first && last ? { start: first, endExclusive: addDays(last, 1) } : null,
    state: leastSure(new Set((days?.rows ?? []).map(({ label }) => label))),
  };
}

function daysTable(answer: SpendAnswer, frame: Frame, hrefOf: (day: Day) => string): TableData {
  const { m } = frame;
  const days = [...answer.rows].sort((a, b) => ((a.keys[0] ?? '') < (b.keys[0] ?? '') ? 1 : -1));
  const shown = usdTogether(days.map(({ amount }) => amount));
  return {
    caption: m.usd,
    columns: [
      { name: m.name.day, key: 'day' },
      { name: m.tokens, key: 'tokens', number: true },
      { name: m.spent, key: 'amount_usd', csv: 'spent_usd', number: true },
      { name: m.state, key: 'label' },
      UNPRICED_TOKENS,
    ],
    rows: days.map((row, i) => ({
      cells: [
        { ...dayCell(row.keys[0] ?? '', frame), href: hrefOf(row.keys[0] ?? '') },
        tokensCell(row.tokens, frame),
        knownCell(row, frame, shown(i)),
        {
          text: m.status[row.label],
          raw: row.label,
          show: <Badge kind={row.label} text={m.status[row.label]} />,
        },
        unpricedTokensCell(row),
      ],
    })),
    foot: [
      { text: m.total, raw: 'total' },
      tokensCell(
        answer.rows.reduce((all, row) => all + row.tokens, 0n),
        frame,
      ),
      knownCell(answer.total, frame),
      { text: '' },
      unpricedTokensCell(answer.total),
    ],
  };
}

function tagsTable(profile: Profile, { m, locale }: Frame): TableData {
  return {
    columns: [
      { name: m.profiles.since, key: 'from' },
      { name: m.profiles.tags, key: 'tags' },
    ],
    rows: [...profile.history].reverse().map((version) => ({
      cells: [
        { text: instant(version.from, locale), raw: version.from },
        {
          text:
            Object.entries(version.tags)
              .map(([name, value]) => `${name} = ${value}`)
              .join('\n') || '–',
          show: (
            <ul class="tags">
              {Object.entries(version.tags).map(([name, value]) => (
                <li>
                  <span>{name}</span> {value}
                </li>
              ))}
            </ul>
          ),
        },
      ],
    })),
  };
}
