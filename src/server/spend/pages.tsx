import { type Context, Hono } from 'hono';
import { inOneReading } from '../../app/asking.ts';
import { showsDays } from '../../app/privacy/shown.ts';
import { reportSpend, type SpendReport } from '../../app/spend/report.ts';
import type { Subject } from '../../app/spend/subject.ts';
import { visibleUsers } from '../../app/visible.ts';
import { href } from '../../core/href.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { homeOf } from '../http/nav.ts';
import { viewerOf } from '../http/visitor.ts';
import { csvTable, wantsCsv } from '../tables/csv.ts';
import { FACES, type Face } from './faces.ts';
import { linesPage } from './linesPage.tsx';
import { isSearched, MOST_OFFERED, mePage } from './mePage.tsx';
import type { Look } from './onTop.ts';
import { spendPage } from './spendPage.tsx';
import { shownOn } from './tables.ts';

/** Pages that answer "who spent what": the organisation, a team, one cost center, user or model, and oneself. */

/** Tables that have pages of their own: their files are had by the address of the overview too. */
const FILES_OF: Readonly<Partial<Record<string, Face>>> = {
  user: FACES.users,
  model: FACES.models,
  tokenKind: FACES.models,
};

export function spendRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  /** Reads what the page shows, in one go, and shows it. */
  const show = async (
    c: Context,
    subject: Subject,
    face: Face,
    lookOf: (report: SpendReport, frame: Frame) => Omit<Look, 'face'>,
  ) => {
    const asking = askingOf(c, deps);
    const { email } = viewerOf(c);
    const own = subject.kind === 'own' || (subject.kind === 'user' && subject.key === email);
    const period = periodOf(c, deps.clock.now(), !own && !showsDays(asking));
    const frame = frameOf(c, deps);
    const groups = [...face.tables, ...face.watched];
    return inOnePage(c, deps, async () => {
      const asked = askingOf(c, deps);
      const report = await reportSpend(asked, subject, period, groups, shownOn(c, frame, face));
      return spendPage(c, deps, frame, period, report, { ...lookOf(report, frame), face });
    });
  };
  const overall = (path: string, title: (frame: Frame) => string, face: Face) =>
    app.get(path, async (c) => {
      // The overview is of the whole organisation: others begin where their first question is answered.
      const home = homeOf(viewerOf(c), deps.settings.privacy);
      if (path === '/' && home !== href`/`) return c.redirect(home, 303);
      const file = path === '/' && wantsCsv(c) ? FILES_OF[csvTable(c)] : undefined;
      return show(c, { kind: 'all' }, file ?? face, (_, frame) => ({ title: title(frame) }));
    });
  app.get('/spend', (c) => inOnePage(c, deps, () => linesPage(c, deps)));
  overall('/', ({ m }) => m.nav.overview, FACES.overview);
  overall('/cost-centers', ({ m }) => m.nav.costCenters, FACES.costCenters);
  overall('/users', ({ m }) => m.nav.users, FACES.users);
  overall('/models', ({ m }) => m.nav.models, FACES.models);

  const one = (path: string, kind: 'costCenter' | 'user' | 'model') =>
    app.get(`${path}/:key`, (c) => {
      const key = c.req.param('key') as string;
      return show(c, { kind, key }, FACES[kind], ({ names, spelling }, { m }) => {
        if (kind === 'model') return { title: names.model(key), subtitle: key, model: key };
        return { title: key, ...(spelling !== null && { subtitle: m.spellingOf(spelling) }) };
      });
    });
  one('/cost-centers', 'costCenter');
  one('/users', 'user');
  one('/models', 'model');
  app.get('/teams/:manager', (c) => {
    const manager = c.req.param('manager');
    return show(c, { kind: 'team', manager }, FACES.team, ({ team }, { m }) => ({
      title: m.team.title(team?.name ?? manager),
      subtitle: m.team.intro(team?.reports.length ?? 0),
      linked: { team: [manager] },
    }));
  });
  app.get('/me', async (c) => {
    const { email, name } = viewerOf(c);
    if (email === '') {
      const names = isSearched(c) ? {} : { limit: MOST_OFFERED };
      const people = await inOneReading(askingOf(c, deps), (inside) => visibleUsers(inside, names));
      return mePage(c, frameOf(c, deps), people);
    }
    return show(c, { kind: 'own' }, FACES.own, ({ spelling }, { m }) => ({
      title: name ?? email,
      subtitle: spelling === null ? email : m.me.spelling(email, spelling),
      own: true,
    }));
  });
  return app;
}
