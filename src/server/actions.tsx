import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { modelMatcher } from '../core/models.ts';
import { formatExact, money as parseMoney } from '../core/money.ts';
import { placesOf } from '../core/settings.ts';
import { type Actor, type BudgetScope, JOBS, type JobName, type Profile } from '../core/types.ts';
import { instant, usd } from '../ui/format.ts';
import { type Frame, Layout } from '../ui/layout.tsx';
import { Badge, type PlainProps } from '../ui/pages/plain.tsx';
import { DataTable, PAGE_SIZE, type TableData } from '../ui/table.tsx';
import type { ServerDeps } from './deps.ts';
import { frameOf, pageNumber } from './frame.ts';
import { clientSettings, plain } from './pages.tsx';

/** Pages with forms: budgets, profiles, jobs. After a change 303; a bad form comes back as 422 with what was typed. */

type Typed = Record<string, string>;
async function typed(c: Context): Promise<Typed> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value.trim() : '']),
  );
}

const budgetForm = z
  .object({
    scope: z.enum(['user', 'costCenter', 'userDefault'], 'scope: choose who the budget is for'),
    key: z.string().max(256).default(''),
    amount: z.string().regex(/^\d{1,9}(\.\d{1,2})?$/, 'amount: USD a month, such as 60 or 60.50'),
    reason: z.string().max(500).default(''),
  })
  .refine((f) => f.scope === 'userDefault' || f.key !== '', 'key: name the user or cost center')
  .refine((f) => f.scope !== 'user' || /^[^@\s]+@[^@\s]+$/.test(f.key), 'key: must be an e-mail address');

const profileForm = z.object({
  userEmail: z.email('user: must be an e-mail address'),
  costCenter: z
    .string()
    .regex(/^[a-zA-Z0-9\s._:/=+@-]{1,256}$/, 'cost center: letters, digits, spaces and . _ : / = + @ - only'),
  source: z.string().min(1, 'model: choose one'),
  place: z.string().regex(/^\d{12}\/[a-z0-9-]+$/, 'account and Region: choose one'),
});

export function actionRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/budgets', (c) => budgetsPage(c, deps, {}, null));
  app.post('/budgets', async (c) => {
    const values = await typed(c);
    const parsed = budgetForm.safeParse(values);
    if (!parsed.success)
      return budgetsPage(c, deps, values, parsed.error.issues.map((i) => i.message).join('; '));
    const { scope, key, amount, reason } = parsed.data;
    const target: BudgetScope = scope === 'userDefault' ? { kind: scope } : { kind: scope, key };
    await deps.store.budgets.set(target, parseMoney(amount), actorOf(deps, reason), nowOf(deps));
    return c.redirect('/budgets?done=changed', 303);
  });
  app.post('/budgets/:id/remove', async (c) => {
    await deps.store.budgets.remove(c.req.param('id'), deps.actor, nowOf(deps));
    return c.redirect('/budgets?done=removed', 303);
  });
  app.get('/profiles', (c) => profilesPage(c, deps, {}, null));
  app.post('/profiles', async (c) => {
    const values = await typed(c);
    const parsed = profileForm.safeParse(values);
    const create = deps.actions.createProfile;
    if (!parsed.success || !create)
      return profilesPage(
        c,
        deps,
        values,
        parsed.success
          ? frameOf(c, deps).m.profiles.off
          : parsed.error.issues.map((i) => i.message).join('; '),
      );
    const [accountId = '', region = ''] = parsed.data.place.split('/');
    try {
      const { arn } = await create({
        userEmail: parsed.data.userEmail,
        costCenter: parsed.data.costCenter,
        sourceId: parsed.data.source,
        accountId,
        region,
      });
      return c.redirect(`/profiles/${arn.slice(arn.lastIndexOf('/') + 1)}?done=created`, 303);
    } catch (error) {
      return profilesPage(c, deps, values, error instanceof Error ? error.message : String(error));
    }
  });
  app.get('/profiles/:id', async (c) => {
    const profile = (await deps.store.profiles.all()).find((p) => p.shortId === c.req.param('id'));
    return profile ? profilePage(c, deps, profile) : c.notFound();
  });
  app.post('/profiles/:id/delete', async (c) => {
    const profile = (await deps.store.profiles.all()).find((p) => p.shortId === c.req.param('id'));
    if (!profile || !deps.actions.deleteProfile) return c.notFound();
    await deps.actions.deleteProfile(profile.arn);
    return c.redirect(`/profiles/${profile.shortId}`, 303);
  });
  app.post('/jobs', async (c) => {
    const { job } = await typed(c);
    const known = JOBS.find((one) => one === job);
    if (!known) return c.notFound();
    const follow: JobName[] = known === 'deliver' ? [] : ['rates', 'spend', 'alerts', 'deliver'];
    deps.actions.trigger([known, ...follow]);
    return c.redirect('/jobs?done=triggered', 303);
  });
  return app;
}

const nowOf = (deps: ServerDeps): string => new Date(deps.clock.now()).toISOString();
const actorOf = (deps: ServerDeps, reason: string): Actor =>
  reason === '' ? deps.actor : { ...deps.actor, reason };
const messageOf = (
  error: string | null,
  done: string | undefined,
  texts: Readonly<Record<string, string>>,
): PlainProps['message'] =>
  error !== null
    ? { text: error, bad: true }
    : done !== undefined && texts[done]
      ? { text: texts[done], bad: false }
      : undefined;

async function budgetsPage(c: Context, deps: ServerDeps, values: Typed, error: string | null) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const budgets = await deps.store.budgets.list();
  const mirrored = new Set((await deps.store.budgets.mirrored()).map((x) => x.budgetId));
  const table: TableData = {
    caption: m.usd,
    columns: [
      { name: m.budgets.scope, key: 'scope' },
      { name: m.budgets.key, key: 'key' },
      { name: m.budgets.amount, key: 'amount_usd', number: true },
      { name: 'AWS Budgets', key: 'mirrored' },
      { name: '', key: 'action' },
    ],
    rows: budgets.map((b) => ({
      cells: [
        { text: m.budgets[b.scope.kind], raw: b.scope.kind },
        b.scope.kind === 'userDefault'
          ? { text: '–', raw: '' }
          : {
              text: b.scope.key,
              href: `/${b.scope.kind === 'user' ? 'users' : 'cost-centers'}/${encodeURIComponent(b.scope.key)}`,
            },
        { text: usd(b.amount), raw: formatExact(b.amount) },
        { text: mirrored.has(b.id) ? '✓' : '–' },
        {
          text: '',
          show: (
            <form
              method="post"
              action={`/budgets/${b.id}/remove`}
              data-confirm={`${m.budgets.remove}: ${b.scope.kind === 'userDefault' ? m.budgets.userDefault : b.scope.key}?`}
            >
              <button class="danger" type="submit">
                {m.budgets.remove}
              </button>
            </form>
          ),
        },
      ],
    })),
  };
  const above = (
    <form class="inline" method="post" action="/budgets">
      <label>
        {m.budgets.scope}
        <select name="scope">
          {(['user', 'costCenter', 'userDefault'] as const).map((kind) => (
            <option value={kind} selected={values.scope === kind}>
              {m.budgets[kind]}
            </option>
          ))}
        </select>
      </label>
      <Field name="key" label={m.budgets.key} values={values} />
      <Field name="amount" label={m.budgets.amount} values={values} />
      <Field name="reason" label={m.budgets.reason} values={values} />
      <button class="primary" type="submit">
        {m.budgets.submit}
      </button>
    </form>
  );
  const message = messageOf(error, c.req.query('done'), {
    changed: m.budgets.changed,
    removed: m.budgets.removed,
  });
  return plain(
    c,
    'budgets',
    { frame, title: m.nav.budgets, intro: m.budgets.intro, table, empty: m.budgets.empty, above, message },
    error === null ? 200 : 422,
  );
}

const Field = ({ name, label, values }: { name: string; label: string; values: Typed }) => (
  <label>
    {label}
    <input name={name} value={values[name] ?? ''} />
  </label>
);

async function profilesPage(c: Context, deps: ServerDeps, values: Typed, error: string | null) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const catalogue = await deps.store.profiles.catalogue();
  const matcher = modelMatcher(catalogue);
  const search = (c.req.query('q') ?? '').toLowerCase();
  const all = (await deps.store.profiles.all()).filter(
    (p) =>
      search === '' ||
      `${p.name} ${p.shortId} ${Object.values(p.history.at(-1)?.tags ?? {}).join(' ')} ${p.modelKey}`
        .toLowerCase()
        .includes(search),
  );
  const page = pageNumber(c);
  const shown = c.req.query('format') === 'csv' ? all : all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  const { user, costCenter } = deps.settings.tagKeys;
  const table: TableData = {
    columns: [
      { name: m.name.profile, key: 'profile' },
      { name: m.profiles.owner, key: 'user' },
      { name: m.name.costCenter, key: 'costCenter' },
      { name: m.name.model, key: 'model' },
      { name: m.profiles.route, key: 'route' },
      { name: m.profiles.place, key: 'place' },
      { name: m.state, key: 'state' },
    ],
    rows: shown.map((p) => {
      const tags = p.history.at(-1)?.tags ?? {};
      return {
        muted: p.goneAt !== null,
        cells: [
          { text: p.name, raw: p.arn, href: `/profiles/${p.shortId}` },
          {
            text: tags[user] ?? '–',
            raw: tags[user] ?? '',
            ...(tags[user] ? { href: `/users/${encodeURIComponent(tags[user])}` } : {}),
          },
          { text: tags[costCenter] ?? '–', raw: tags[costCenter] ?? '' },
          { text: matcher.displayName(p.modelKey), raw: p.modelKey },
          { text: p.route ?? m.profiles.unknown },
          { text: `${p.accountId} ${p.region}` },
          {
            text: p.goneAt ? m.profiles.gone : p.status,
            show: <Badge kind={p.goneAt ? 'gone' : 'ok'} text={p.goneAt ? m.profiles.gone : p.status} />,
          },
        ],
      };
    }),
  };
  const sources = [
    ...new Map(
      catalogue
        .filter(
          (e) =>
            e.type === 'systemProfile' ||
            !catalogue.some((s) => s.type === 'systemProfile' && s.modelKey === e.modelKey),
        )
        .map((e) => [e.id, e]),
    ).values(),
  ].sort((a, b) => a.name.localeCompare(b.name));
  const above = (
    <>
      {deps.actions.createProfile ? (
        <CreateForm frame={frame} values={values} sources={sources} places={placesOf(deps.settings)} />
      ) : (
        <p class="note">{m.profiles.off}</p>
      )}
      <form class="inline" method="get" action="/profiles">
        <label>
          {m.filter}
          <input type="search" name="q" value={c.req.query('q') ?? ''} />
        </label>
        <button type="submit">{m.period.show}</button>
      </form>
    </>
  );
  return plain(
    c,
    'profiles',
    {
      frame,
      title: m.nav.profiles,
      intro: m.profiles.intro,
      table,
      empty: m.profiles.empty,
      above,
      pager: { page, total: all.length },
      message: messageOf(error, undefined, {}),
    },
    error === null ? 200 : 422,
  );
}

function CreateForm({
  frame,
  values,
  sources,
  places,
}: {
  frame: Frame;
  values: Typed;
  sources: readonly { id: string; name: string }[];
  places: readonly { accountId: string; region: string }[];
}) {
  const { m } = frame;
  return (
    <details open={Object.keys(values).length > 0}>
      <summary>{m.profiles.create}</summary>
      <form class="inline" method="post" action="/profiles">
        <Field name="userEmail" label={m.profiles.user} values={values} />
        <Field name="costCenter" label={m.profiles.costCenter} values={values} />
        <label>
          {m.profiles.model}
          <select name="source">
            {sources.map((s) => (
              <option value={s.id} selected={values.source === s.id}>
                {s.name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {m.profiles.place}
          <select name="place">
            {places.map((p) => (
              <option
                value={`${p.accountId}/${p.region}`}
                selected={values.place === `${p.accountId}/${p.region}`}
              >{`${p.accountId} ${p.region}`}</option>
            ))}
          </select>
        </label>
        <button class="primary" type="submit">
          {m.profiles.submit}
        </button>
      </form>
    </details>
  );
}

async function profilePage(c: Context, deps: ServerDeps, profile: Profile) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const matcher = modelMatcher(await deps.store.profiles.catalogue());
  const range = await deps.store.spend.range();
  const [days] = range
    ? await deps.store.spend.queryAll([
        { range, groupBy: ['day'], basis: 'best', filter: { profile: [profile.arn] } },
      ])
    : [];
  const rows = [...(days?.rows ?? [])]
    .sort((a, b) => ((a.keys[0] ?? '') < (b.keys[0] ?? '') ? 1 : -1))
    .slice(0, 60);
  const history: TableData = {
    columns: [
      { name: m.profiles.since, key: 'from' },
      { name: m.profiles.tags, key: 'tags' },
    ],
    rows: [...profile.history].reverse().map((v) => ({
      cells: [
        { text: instant(v.from, frame.locale), raw: v.from },
        {
          text:
            Object.entries(v.tags)
              .map(([k, x]) => `${k} = ${x}`)
              .join(', ') || '–',
        },
      ],
    })),
  };
  return c.html(
    <Layout frame={frame} title={profile.name}>
      <h1>{profile.name}</h1>
      <p class="note">
        <code>{profile.arn}</code>
        <br />
        {`${matcher.displayName(profile.modelKey)} · ${m.profiles.route}: ${profile.route ?? m.profiles.unknown} · ${m.profiles.source}: ${profile.sourceId ?? m.profiles.unknown}`}
        {profile.goneAt && ` · ${m.profiles.gone}`}
      </p>
      {c.req.query('done') === 'created' && (
        <p class="message" role="status">
          {m.profiles.created}
        </p>
      )}
      <div class="grid">
        <section class="card half">
          <h2>{m.profiles.settings}</h2>
          {clientSettings(profile).map((s, i) => (
            <>
              <div class="tools">
                <strong>{s.name}</strong>
                <button type="button" data-copy={`settings-${i}`} data-copied={m.profiles.copied}>
                  {m.profiles.copy}
                </button>
              </div>
              <pre id={`settings-${i}`} tabindex={0}>
                {s.text}
              </pre>
            </>
          ))}
        </section>
        <section class="card half">
          <h2>{m.profiles.tags}</h2>
          <DataTable data={history} />
          <h2>{m.by.day}</h2>
          {rows.length === 0 ? (
            <p class="note">{m.empty}</p>
          ) : (
            <DataTable
              data={{
                caption: m.usd,
                columns: [
                  { name: m.name.day, key: 'day' },
                  { name: m.spent, key: 'amount_usd', number: true },
                ],
                rows: rows.map((r) => ({
                  cells: [{ text: r.keys[0] ?? '', href: `/days/${r.keys[0]}` }, { text: usd(r.amount) }],
                })),
              }}
            />
          )}
        </section>
      </div>
      {deps.actions.deleteProfile && profile.goneAt === null && (
        <form
          class="inline"
          method="post"
          action={`/profiles/${profile.shortId}/delete`}
          data-confirm={m.profiles.confirm}
        >
          <button class="danger" type="submit">
            {m.profiles.delete}
          </button>
        </form>
      )}
    </Layout>,
  );
}
