import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { type Names, namesOf } from '../../app/names.ts';
import { LedgerError } from '../../core/errors.ts';
import { ownerOf } from '../../core/estate.ts';
import { placesOf } from '../../core/settings.ts';
import type { Profile } from '../../core/types.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, type Faults, Field, PlainPage } from '../../ui/plain.tsx';
import type { TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { faultsOf, messageOf, otherSpelling, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { notYours, refused } from '../http/refusals.tsx';
import { peopleOf, profilesFor } from '../http/visible.ts';
import { actorOf, mayDo, viewerOf } from '../http/visitor.ts';
import { cards } from '../tables/cards.tsx';
import { instantCell, scopePath } from '../tables/cells.ts';
import { CreateForm, sourcesOf } from './form.tsx';
import { profilePage } from './profilePage.tsx';

/** Profiles: list, creation and deletion. */

/** Messages are keys of `invalid` in the catalogue. */
const profileForm = z.object({
  userEmail: z.email('email').max(256, 'email'),
  costCenter: z.string('costCenter').regex(/^[a-zA-Z0-9\s._:/=+@-]{1,256}$/, 'costCenter'),
  source: z.string('source').min(1, 'source').max(256, 'source'),
  place: z.string('place').regex(/^\d{12}\/[a-z0-9-]+$/, 'place'),
  reason: z.string().max(500, 'reason').default(''),
});
const deleteForm = profileForm.pick({ reason: true });

/** What AWS or the rules of vending refused, in their words; any other fault is ours, and goes on to the log. */
function refusalIn(error: unknown): string {
  if (error instanceof LedgerError && error.code !== 'internal') return error.message;
  throw error;
}

export function profileRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  const find = async (c: Context): Promise<Profile | undefined> =>
    (await profilesFor(c, deps)).find((profile) => profile.shortId === c.req.param('id'));
  const unknown = (c: Context) => notYours(c, deps, 'profile');
  const mayChange = (c: Context, owner: { user: string; costCenter: string }) =>
    mayDo(c, 'change', { kind: 'profile', ...owner });
  app.get('/profiles', (c) => profilesPage(c, deps, {}, {}));
  app.post('/profiles', async (c) => {
    const values = await typed(c);
    const frame = frameOf(c, deps);
    const create = deps.actions.createProfile;
    if (!create) return profilesPage(c, deps, values, {}, frame.m.profiles.off);
    const parsed = profileForm.safeParse(values);
    if (!parsed.success) return profilesPage(c, deps, values, faultsOf(parsed.error, frame));
    const { userEmail, costCenter, source, place, reason } = parsed.data;
    if (!mayChange(c, { user: userEmail, costCenter })) return refused(c, deps);
    const known = otherSpelling(await peopleOf(c, deps), userEmail);
    if (known !== null) return profilesPage(c, deps, values, { userEmail: frame.m.invalid.spelling(known) });
    const [accountId = '', region = ''] = place.split('/');
    if (!placesOf(deps.settings).some((one) => one.accountId === accountId && one.region === region))
      return profilesPage(c, deps, values, { place: frame.m.invalid.place });
    const offered = sourcesOf(await deps.store.profiles.catalogue(), region);
    if (!offered.some(({ id }) => id === source))
      return profilesPage(c, deps, values, { source: frame.m.invalid.sourceHere });
    try {
      const input = { userEmail, costCenter, sourceId: source, accountId, region };
      const { arn, created } = await create(input, actorOf(c, reason));
      const done = created ? 'created' : 'existed';
      return c.redirect(`/profiles/${arn.slice(arn.lastIndexOf('/') + 1)}?done=${done}`, 303);
    } catch (error) {
      return profilesPage(c, deps, values, {}, refusalIn(error));
    }
  });
  app.get('/profiles/:id', async (c) => {
    const profile = await find(c);
    return profile ? profilePage(c, deps, profile) : unknown(c);
  });
  app.get('/profiles/:id/delete', async (c) => {
    const profile = await find(c);
    if (!profile || profile.goneAt !== null) return unknown(c);
    if (!mayChange(c, ownerOf(profile, deps.settings.tagKeys))) return refused(c, deps);
    return deletePage(c, deps, profile, {}, {});
  });
  app.post('/profiles/:id/delete', async (c) => {
    const values = await typed(c);
    const frame = frameOf(c, deps);
    const profile = await find(c);
    if (!profile) return unknown(c);
    if (!mayChange(c, ownerOf(profile, deps.settings.tagKeys))) return refused(c, deps);
    // Sent twice it is still gone, which is what was wanted.
    const done = `/profiles/${profile.shortId}?done=deleted`;
    if (profile.goneAt !== null) return c.redirect(done, 303);
    if (!deps.actions.deleteProfile) return deletePage(c, deps, profile, values, {}, frame.m.profiles.off);
    const parsed = deleteForm.safeParse(values);
    if (!parsed.success) return deletePage(c, deps, profile, values, faultsOf(parsed.error, frame));
    try {
      await deps.actions.deleteProfile(profile.arn, actorOf(c, parsed.data.reason));
    } catch (error) {
      return deletePage(c, deps, profile, values, {}, refusalIn(error));
    }
    return c.redirect(done, 303);
  });
  return app;
}

async function profilesPage(
  c: Context,
  deps: ServerDeps,
  values: Typed,
  faults: Faults,
  error: string | null = null,
) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const [catalogue, profiles] = await Promise.all([deps.store.profiles.catalogue(), profilesFor(c, deps)]);
  const table = profilesTable(profiles, frame, namesOf(catalogue, profiles), deps.settings.tagKeys);
  const result = cards(c, frame, 'profiles', [
    { id: '', title: m.nav.profiles, table, empty: m.profiles.empty },
  ]);
  if (result.response) return result.response;
  const said = error ?? (Object.keys(faults).length > 0 ? m.invalid.intro : null);
  const { email, costCenter } = viewerOf(c);
  // Others than administrators get profiles for themselves, on the cost center that the directory says.
  const mine = mayDo(c, 'change', { kind: 'directory' }) ? null : { userEmail: email, costCenter };
  const places = placesOf(deps.settings);
  const asked = [values.place, c.req.query('place'), mine === null ? '' : usualPlace(profiles)];
  const place = asked.find((one) => places.some(({ accountId, region }) => one === `${accountId}/${region}`));
  const chosen = place ?? (places[0] ? `${places[0].accountId}/${places[0].region}` : '');
  const off = deps.actions.createProfile === null ? m.profiles.off : null;
  const note = off ?? (mine?.costCenter === '' ? m.profiles.noCostCenter : null);
  return c.html(
    <PlainPage
      frame={frame}
      title={m.nav.profiles}
      intro={m.profiles.intro}
      message={messageOf(said, undefined, {})}
    >
      {note === null ? (
        <CreateForm
          frame={frame}
          values={{ ...values, ...mine, place: chosen }}
          faults={faults}
          sources={sourcesOf(catalogue, chosen.split('/')[1] ?? '')}
          places={places}
          own={mine !== null}
          open={values.source !== undefined || c.req.query('get') === '1'}
        />
      ) : (
        <p class="note">{note}</p>
      )}
      <div class="grid">{result.shown}</div>
    </PlainPage>,
    said === null ? 200 : 422,
  );
}

function profilesTable(
  profiles: readonly Profile[],
  frame: Frame,
  names: Names,
  keys: { user: string; costCenter: string },
): TableData {
  const { m } = frame;
  return {
    columns: [
      { name: m.name.profile, key: 'profile' },
      { name: m.profiles.owner, key: 'user' },
      { name: m.name.costCenter, key: 'costCenter' },
      { name: m.name.model, key: 'model' },
      { name: m.profiles.route, key: 'route' },
      { name: m.profiles.place, key: 'place' },
      { name: m.profiles.createdAt, key: 'createdAt' },
      { name: m.state, key: 'state' },
    ],
    rows: profiles.map((profile) => {
      const tags = profile.history.at(-1)?.tags ?? {};
      const [user, costCenter] = [tags[keys.user], tags[keys.costCenter]];
      const gone = profile.goneAt !== null;
      const state = gone ? 'gone' : user === undefined ? 'watch' : 'ok';
      const words = gone ? m.profiles.gone : user === undefined ? m.profiles.noOwner : m.profiles.active;
      return {
        muted: gone,
        cells: [
          { text: profile.name, raw: profile.arn, sort: profile.name, href: `/profiles/${profile.shortId}` },
          user === undefined ? { text: '–', raw: '' } : { text: user, href: scopePath('user', user) },
          costCenter === undefined
            ? { text: '–', raw: '' }
            : { text: costCenter, href: scopePath('costCenter', costCenter) },
          {
            text: names.model(profile.modelKey),
            raw: profile.modelKey,
            href: `/models/${encodeURIComponent(profile.modelKey)}`,
          },
          {
            text: profile.route === null ? m.profiles.unknown : m.profiles.routes[profile.route],
            raw: profile.route ?? '',
          },
          { text: `${profile.accountId} ${profile.region}` },
          instantCell(profile.createdAt, frame),
          { text: words, raw: state, show: <Badge kind={state} text={words} /> },
        ],
      };
    }),
  };
}

/** Where somebody has most profiles, as the form names places; '' when they have none. */
function usualPlace(profiles: readonly Profile[]): string {
  const here = profiles.filter(({ goneAt }) => goneAt === null);
  const places = Map.groupBy(here, ({ accountId, region }) => `${accountId}/${region}`);
  return [...places].sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? '';
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
      <form class="inline" method="post" action={`/profiles/${profile.shortId}/delete`}>
        {!off && (
          <>
            <Field name="reason" label={m.budgets.reason} values={values} faults={faults} />
            <button class="danger" type="submit">
              {m.profiles.delete}
            </button>
          </>
        )}
        <a href={`/profiles/${profile.shortId}`}>{m.profiles.keep}</a>
      </form>
    </PlainPage>,
    said === null ? 200 : 422,
  );
}
