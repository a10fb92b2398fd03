import { type Context, Hono } from 'hono';
import { inOneReading } from '../../app/asking.ts';
import { showsDays } from '../../app/privacy/shown.ts';
import { reportSpend, type SpendReport, type Subject } from '../../app/spend/report.ts';
import { visibleUsers } from '../../app/visible.ts';
import { href } from '../../core/href.ts';
import type { SpendGroup } from '../../core/questions.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { homeOf } from '../http/nav.ts';
import { viewerOf } from '../http/visitor.ts';
import { adviceOn } from './adviceCard.tsx';
import { linesPage } from './linesPage.tsx';
import { isSearched, MOST_OFFERED, mePage } from './mePage.tsx';
import { type Look, shownOn, spendPage } from './spendPage.tsx';

/** Pages that answer "who spent what": the organisation, a team, one cost center, user or model, and oneself. */

const OF_USER: readonly SpendGroup[] = ['profile', 'model', 'tokenKind', 'costCenter'];

export function spendRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  /** Reads what the page shows, in one go, and shows it. */
  const show = async (
    c: Context,
    subject: Subject,
    groups: readonly SpendGroup[],
    { size, attention, meters = false }: Pick<Look, 'size' | 'attention' | 'meters'>,
    lookOf: (report: SpendReport, frame: Frame) => Omit<Look, 'size' | 'attention' | 'meters'>,
  ) => {
    const asking = askingOf(c, deps);
    const { email } = viewerOf(c);
    const own = subject.kind === 'own' || (subject.kind === 'user' && subject.key === email);
    const period = periodOf(c, deps.clock.now(), !own && !showsDays(asking));
    const frame = frameOf(c, deps);
    const shown = shownOn(c, frame, groups, { size, attention, meters });
    const report = await reportSpend(asking, subject, period, groups, shown);
    const look = { ...lookOf(report, frame), size, attention, meters };
    const user = own || subject.kind === 'user' ? report.facts.filter.user?.[0] : undefined;
    const advice = user === undefined ? null : await adviceOn(c, deps, user, frame);
    return spendPage(c, deps, frame, period, report, { ...look, advice });
  };
  const overall = (
    path: string,
    title: (frame: Frame) => string,
    groups: readonly SpendGroup[],
    attention: boolean,
  ) =>
    app.get(path, async (c) => {
      // The overview is of the whole organisation: others begin where their first question is answered.
      const home = homeOf(viewerOf(c), deps.settings.privacy);
      if (path === '/' && home !== href`/`) return c.redirect(home, 303);
      const look = { size: 50, attention, meters: path === '/' };
      return show(c, { kind: 'all' }, groups, look, (_, frame) => ({
        title: title(frame),
      }));
    });
  app.get('/spend', (c) => linesPage(c, deps));
  overall('/', ({ m }) => m.nav.overview, ['costCenter', 'user', 'model', 'tokenKind'], true);
  overall('/cost-centers', ({ m }) => m.nav.costCenters, ['costCenter'], false);
  overall('/users', ({ m }) => m.nav.users, ['user'], false);
  overall('/models', ({ m }) => m.nav.models, ['model', 'tokenKind'], false);

  const one = (path: string, kind: 'costCenter' | 'user' | 'model', groups: readonly SpendGroup[]) =>
    app.get(`${path}/:key`, (c) => {
      const key = c.req.param('key') as string;
      const look = { size: 25, attention: kind === 'costCenter', meters: kind !== 'model' };
      return show(c, { kind, key }, groups, look, ({ names, spelling }, { m }) => {
        if (kind === 'model') return { title: names.model(key), subtitle: key, model: key };
        return { title: key, ...(spelling !== null && { subtitle: m.spellingOf(spelling) }) };
      });
    });
  one('/cost-centers', 'costCenter', ['user', 'model', 'tokenKind']);
  one('/users', 'user', OF_USER);
  one('/models', 'model', ['user', 'costCenter', 'tokenKind']);
  app.get('/teams/:manager', (c) => {
    const manager = c.req.param('manager');
    return show(
      c,
      { kind: 'team', manager },
      ['user', 'model', 'costCenter'],
      { size: 25, attention: true, meters: true },
      ({ team }, { m }) => ({
        title: m.team.title(team?.name ?? manager),
        subtitle: m.team.intro(team?.reports.length ?? 0),
        linked: { team: [manager] },
      }),
    );
  });
  app.get('/me', async (c) => {
    const { email, name } = viewerOf(c);
    if (email === '') {
      const names = isSearched(c) ? {} : { limit: MOST_OFFERED };
      const people = await inOneReading(askingOf(c, deps), (inside) => visibleUsers(inside, names));
      return mePage(c, frameOf(c, deps), people);
    }
    return show(
      c,
      { kind: 'own' },
      OF_USER,
      { size: 25, attention: false, meters: true },
      ({ spelling }, { m }) => ({
        title: name ?? email,
        subtitle: spelling === null ? email : m.me.spelling(email, spelling),
        own: true,
      }),
    );
  });
  return app;
}
