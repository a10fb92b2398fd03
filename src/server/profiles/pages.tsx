import { type Context, Hono } from 'hono';
import { type Names, namesOf } from '../../app/names.ts';
import { listProfiles } from '../../app/profiles/list.ts';
import { deletableProfile } from '../../app/profiles/retire.ts';
import { may } from '../../core/access.ts';
import { href, scopeHref } from '../../core/href.ts';
import type { Profile } from '../../core/types.ts';
import { isShared } from '../../core/vending/shared.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, type Faults, Field, PlainPage } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type TableData, uncounted } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { viewerOf } from '../http/visitor.ts';
import { partOf } from '../tables/arrange.ts';
import { cards } from '../tables/cards.tsx';
import { instantCell } from '../tables/cells.ts';
import { newProfileRoutes, whyNone } from './newPage.tsx';
import { profilePage } from './profilePage.tsx';
import { ProfileSections } from './sections.tsx';
import { toldOf } from './told.ts';

/** Profiles: list and deletion. */

export function profileRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/profiles', (c) => inOnePage(c, deps, () => profilesPage(c, deps)));
  newProfileRoutes(app, deps);
  app.get('/profiles/:id', (c) => inOnePage(c, deps, () => profilePage(c, deps, c.req.param('id'))));
  app.get('/profiles/:id/delete', async (c) => {
    const profile = await deletableProfile(askingOf(c, deps), c.req.param('id'));
    return deletePage(c, deps, profile, {}, {});
  });
  app.post('/profiles/:id/delete', async (c) => {
    const values = await typed(c);
    const frame = frameOf(c, deps);
    const profile = await deletableProfile(askingOf(c, deps), c.req.param('id'), { goneToo: true });
    const done = href`/profiles/${profile.shortId}?done=deleted`;
    if (profile.goneAt !== null) return c.redirect(done, 303);
    if (!deps.actions.deleteProfile) return deletePage(c, deps, profile, values, {}, frame.m.profiles.off);
    try {
      await deps.actions.deleteProfile(askingOf(c, deps), profile.arn, values);
    } catch (error) {
      const { faults, words } = toldOf(error, frame);
      return deletePage(c, deps, profile, values, faults, words);
    }
    return c.redirect(done, 303);
  });
  return app;
}

async function profilesPage(c: Context, deps: ServerDeps) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const part = partOf(c, '');
  const { catalogue, profiles, total, own, held } = await listProfiles(askingOf(c, deps), part);
  const rows = profilesTable(profiles, frame, namesOf(catalogue, []), {
    keys: deps.settings.tagKeys,
    isWhole: part === null || total === profiles.length,
  });
  const table = part === null ? rows : { ...rows, total };
  const result = await cards(c, frame, 'profiles', [
    { id: '', title: m.nav.profiles, table, empty: m.profiles.empty },
  ]);
  if (result.response) return result.response;
  const note = whyNone(deps, own, frame);
  const mayPlan = may(viewerOf(c), 'change', { kind: 'plan' });
  return c.html(
    <PlainPage frame={frame} title={m.nav.profiles} intro={m.profiles.intro}>
      <ProfileSections section="list" viewer={viewerOf(c)} settings={deps.settings} frame={frame} />
      {note !== null && <p class="note">{note}</p>}
      {(note === null || mayPlan) && (
        <p class="actions">
          {note === null && (
            <a class="primary" href={href`/profiles/new`}>
              {own === null ? m.profiles.create : m.profiles.createOwn}
            </a>
          )}
          {note === null && held !== null && (
            <span class="note">{m.profiles.held(held.there, deps.settings.allowances.profiles)}</span>
          )}
          {mayPlan && <a href={href`/profiles/plans`}>{m.plans.giveLink}</a>}
        </p>
      )}
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

function profilesTable(
  profiles: readonly Profile[],
  frame: Frame,
  names: Names,
  { keys, isWhole }: { keys: ServerDeps['settings']['tagKeys']; isWhole: boolean },
): TableData {
  const { m } = frame;
  const states = [
    ['ok', m.profiles.active],
    ['watch', m.profiles.noOwner],
    ['gone', m.profiles.gone],
  ] as const;
  return {
    states: isWhole ? { all: states, counts: 'rows' } : uncounted(states),
    columns: [
      { name: m.name.profile, key: 'profile' },
      { name: m.profiles.owner, key: 'user' },
      { name: m.name.costCenter, key: 'costCenter' },
      { name: m.name.model, key: 'model' },
      { name: m.profiles.route, key: 'route' },
      { name: m.profiles.place, key: 'place' },
      { name: m.profiles.createdAt, key: 'createdAt' },
      { name: m.state, key: 'state', csv: 'profile_state' },
    ],
    rows: profiles.map((profile) => {
      const tags = profile.history.at(-1)?.tags ?? {};
      const [user, costCenter] = [tags[keys.user], tags[keys.costCenter]];
      const gone = profile.goneAt !== null;
      const shared = isShared(profile, keys);
      const state = gone ? 'gone' : user === undefined && !shared ? 'watch' : 'ok';
      const owned = shared ? m.vending.shared : user === undefined ? m.profiles.noOwner : m.profiles.active;
      const words = gone ? m.profiles.gone : owned;
      const cells = (): Cell[] => [
        {
          text: profile.name,
          raw: profile.arn,
          sort: profile.name,
          href: href`/profiles/${profile.shortId}`,
        },
        user === undefined
          ? { text: '–', raw: '' }
          : { text: user, person: user, href: scopeHref('user', user) },
        costCenter === undefined
          ? { text: '–', raw: '' }
          : { text: costCenter, href: scopeHref('costCenter', costCenter) },
        {
          text: names.model(profile.modelKey),
          raw: profile.modelKey,
          href: href`/models/${profile.modelKey}`,
        },
        {
          text: profile.route === null ? m.profiles.unknown : m.profiles.routes[profile.route],
          raw: profile.route ?? '',
        },
        {
          text: profile.accountId,
          raw: `${profile.accountId} ${profile.region}`,
          sort: `${profile.accountId} ${profile.region}`,
          beside: [{ text: profile.region }],
          whole: true,
        },
        instantCell(profile.createdAt, frame),
        { text: words, raw: state, show: <Badge kind={state} text={words} /> },
      ];
      return lazyRow(profile.arn, cells, gone, { state });
    }),
  };
}

/** Asks before it is done, so that it works without script as well. */
function deletePage(
  c: Context,
  deps: ServerDeps,
  profile: Profile,
  values: Typed,
  faults: Faults,
  error: string | null = null,
) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const said = error ?? (Object.keys(faults).length > 0 ? m.invalid.intro : null);
  const off = deps.actions.deleteProfile === null;
  return c.html(
    <PlainPage
      frame={frame}
      title={`${m.profiles.delete}${m.colon}${profile.name}`}
      intro={off ? m.profiles.off : m.profiles.confirm}
      message={messageOf(said, undefined, {})}
    >
      <form class="inline" method="post" action={href`/profiles/${profile.shortId}/delete`}>
        {!off && (
          <>
            <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
            <button class="danger" type="submit">
              {m.profiles.delete}
            </button>
          </>
        )}
        <a href={href`/profiles/${profile.shortId}`}>{m.profiles.keep}</a>
      </form>
    </PlainPage>,
    said === null ? 200 : 422,
  );
}
