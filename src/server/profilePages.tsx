import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { placesOf } from '../core/settings.ts';
import type { CatalogueEntry, Profile } from '../core/types.ts';
import type { Frame } from '../ui/layout.tsx';
import { Badge, Field, PlainPage } from '../ui/pages/plain.tsx';
import type { TableData } from '../ui/table.tsx';
import { invalid } from './budgetPages.tsx';
import { cards } from './cards.tsx';
import { instantCell, type Names, namesOf, scopePath } from './cells.ts';
import type { ServerDeps } from './deps.ts';
import { messageOf, type Typed, typed } from './forms.ts';
import { frameOf } from './frame.ts';
import { profilePage } from './profilePage.tsx';

/** Profiles: list, creation and deletion. */

/** Messages are keys of `invalid` in the catalogue. */
const profileForm = z.object({
  userEmail: z.email('email'),
  costCenter: z.string().regex(/^[a-zA-Z0-9\s._:/=+@-]{1,256}$/, 'costCenter'),
  source: z.string().min(1, 'source'),
  place: z.string().regex(/^\d{12}\/[a-z0-9-]+$/, 'place'),
});

export function profileRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  const find = async (c: Context): Promise<Profile | undefined> =>
    (await deps.store.profiles.all()).find((profile) => profile.shortId === c.req.param('id'));
  app.get('/profiles', (c) => profilesPage(c, deps, {}, null));
  app.post('/profiles', async (c) => {
    const values = await typed(c);
    const { m } = frameOf(c, deps);
    const create = deps.actions.createProfile;
    if (!create) return profilesPage(c, deps, values, m.profiles.off);
    const parsed = profileForm.safeParse(values);
    if (!parsed.success) return profilesPage(c, deps, values, invalid(parsed.error, frameOf(c, deps)));
    const [accountId = '', region = ''] = parsed.data.place.split('/');
    const { userEmail, costCenter, source } = parsed.data;
    try {
      const { arn } = await create({ userEmail, costCenter, sourceId: source, accountId, region });
      return c.redirect(`/profiles/${arn.slice(arn.lastIndexOf('/') + 1)}?done=created`, 303);
    } catch (error) {
      return profilesPage(c, deps, values, error instanceof Error ? error.message : String(error));
    }
  });
  app.get('/profiles/:id', async (c) => {
    const profile = await find(c);
    return profile ? profilePage(c, deps, profile) : c.notFound();
  });
  app.get('/profiles/:id/delete', async (c) => {
    const profile = await find(c);
    return profile && profile.goneAt === null && deps.actions.deleteProfile
      ? deletePage(c, deps, profile, null)
      : c.notFound();
  });
  app.post('/profiles/:id/delete', async (c) => {
    const profile = await find(c);
    if (!profile || profile.goneAt !== null || !deps.actions.deleteProfile) return c.notFound();
    try {
      await deps.actions.deleteProfile(profile.arn);
    } catch (error) {
      return deletePage(c, deps, profile, error instanceof Error ? error.message : String(error));
    }
    return c.redirect(`/profiles/${profile.shortId}?done=deleted`, 303);
  });
  return app;
}

async function profilesPage(c: Context, deps: ServerDeps, values: Typed, error: string | null) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const [catalogue, profiles] = await Promise.all([
    deps.store.profiles.catalogue(),
    deps.store.profiles.all(),
  ]);
  const table = profilesTable(profiles, frame, namesOf(catalogue, profiles), deps.settings.tagKeys);
  const result = cards(c, frame, 'profiles', [
    { id: '', title: m.nav.profiles, table, empty: m.profiles.empty },
  ]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.nav.profiles}
      intro={m.profiles.intro}
      message={messageOf(error, undefined, {})}
    >
      {deps.actions.createProfile ? (
        <CreateForm
          frame={frame}
          values={values}
          sources={sourcesOf(catalogue)}
          places={placesOf(deps.settings)}
        />
      ) : (
        <p class="note">{m.profiles.off}</p>
      )}
      <div class="grid">{result.shown}</div>
    </PlainPage>,
    error === null ? 200 : 422,
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

/** What a profile can stand for: system profiles, and models that have none. */
function sourcesOf(catalogue: readonly CatalogueEntry[]): { id: string; name: string }[] {
  const routed = new Set(
    catalogue.filter((entry) => entry.type === 'systemProfile').map((entry) => entry.modelKey),
  );
  const fit = catalogue.filter((entry) => entry.type === 'systemProfile' || !routed.has(entry.modelKey));
  return [...new Map(fit.map((entry) => [entry.id, { id: entry.id, name: entry.name }])).values()].sort(
    (a, b) => a.name.localeCompare(b.name),
  );
}

function CreateForm({
  frame: { m },
  values,
  sources,
  places,
}: {
  frame: Frame;
  values: Typed;
  sources: readonly { id: string; name: string }[];
  places: readonly { accountId: string; region: string }[];
}) {
  return (
    <details class="create" open={Object.keys(values).length > 0}>
      <summary>{m.profiles.create}</summary>
      <form class="inline" method="post" action="/profiles">
        <Field name="userEmail" label={m.profiles.user} values={values} />
        <Field name="costCenter" label={m.profiles.costCenter} values={values} />
        <label>
          {m.profiles.model}
          <select name="source">
            {sources.map((source) => (
              <option value={source.id} selected={values.source === source.id}>
                {`${source.name} · ${source.id}`}
              </option>
            ))}
          </select>
        </label>
        <label>
          {m.profiles.place}
          <select name="place">
            {places.map((place) => {
              const value = `${place.accountId}/${place.region}`;
              return (
                <option value={value} selected={values.place === value}>
                  {`${place.accountId} ${place.region}`}
                </option>
              );
            })}
          </select>
        </label>
        <button class="primary" type="submit">
          {m.profiles.submit}
        </button>
      </form>
    </details>
  );
}

/** Asks before it is done, so that it works without script as well. */
function deletePage(c: Context, deps: ServerDeps, profile: Profile, error: string | null) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  return c.html(
    <PlainPage
      frame={frame}
      title={`${m.profiles.delete}: ${profile.name}`}
      intro={m.profiles.confirm}
      message={messageOf(error, undefined, {})}
    >
      <form class="inline" method="post" action={`/profiles/${profile.shortId}/delete`}>
        <button class="danger" type="submit">
          {m.profiles.delete}
        </button>
        <a href={`/profiles/${profile.shortId}`}>{m.profiles.keep}</a>
      </form>
    </PlainPage>,
    error === null ? 200 : 422,
  );
}
