import { type Context, Hono } from 'hono';
import { budgetOfCostCenter, budgetOfUser } from '../../core/budgets.ts';
import { ownerOf } from '../../core/estate.ts';
import type { SpendGroup } from '../../core/questions.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { ServerDeps } from '../deps.ts';
import { otherSpelling } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { homeOf } from '../http/nav.ts';
import { notYours } from '../http/refusals.tsx';
import { budgetsFor, isKnown, teamOf } from '../http/visible.ts';
import { viewerOf } from '../http/visitor.ts';
import { namesOf } from '../tables/cells.ts';
import { linesPage } from './linesPage.tsx';
import { mePage } from './mePage.tsx';
import { spendPage } from './spendPage.tsx';

/** Pages that answer "who spent what": the organisation, a team, one cost center, user or model, and oneself. */

export function spendRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  const known = async (c: Context) => {
    const [catalogue, profiles, budgets] = await Promise.all([
      deps.store.profiles.catalogue(),
      deps.store.profiles.all(),
      budgetsFor(c, deps),
    ]);
    return { names: namesOf(catalogue, profiles), budgets };
  };
  const overall = (
    path: string,
    title: (frame: Frame) => string,
    groups: readonly SpendGroup[],
    size: number,
    attention: boolean,
  ) =>
    app.get(path, async (c) => {
      // The overview is of the whole organisation: others begin where their first question is answered.
      const home = path === '/' ? homeOf(viewerOf(c)) : path;
      if (home !== path) return c.redirect(home, 303);
      const { names, budgets } = await known(c);
      const subject = { title: title(frameOf(c, deps)), filter: {}, groups, budget: null, size, attention };
      return spendPage(c, deps, subject, names, budgets);
    });
  app.get('/spend', async (c) => linesPage(c, deps, (await known(c)).names));
  overall('/', ({ m }) => m.nav.overview, ['costCenter', 'user', 'model', 'tokenKind'], 50, true);
  overall('/cost-centers', ({ m }) => m.nav.costCenters, ['costCenter'], 50, false);
  overall('/users', ({ m }) => m.nav.users, ['user'], 50, false);
  overall('/models', ({ m }) => m.nav.models, ['model', 'tokenKind'], 50, false);

  const one = (path: string, group: 'costCenter' | 'user' | 'model', groups: readonly SpendGroup[]) =>
    app.get(`${path}/:key`, async (c) => {
      const key = c.req.param('key') as string;
      const { names, budgets } = await known(c);
      const filter = { [group]: [key] };
      if (!(await isKnown(c, deps, group, key, budgets))) return notYours(c, deps, group);
      const budget =
        group === 'user'
          ? budgetOfUser(budgets, key)
          : group === 'costCenter'
            ? budgetOfCostCenter(budgets, key)
            : null;
      const title = group === 'model' ? names.model(key) : key;
      const subject = {
        title,
        ...(group === 'model' ? { subtitle: key } : {}),
        filter,
        groups,
        budget,
        size: 25,
        attention: group === 'costCenter',
      };
      return spendPage(c, deps, subject, names, budgets);
    });
  one('/cost-centers', 'costCenter', ['user', 'model', 'tokenKind']);
  one('/users', 'user', OF_USER);
  one('/models', 'model', ['user', 'costCenter', 'tokenKind']);
  app.get('/teams/:manager', async (c) => {
    const manager = c.req.param('manager');
    const team = await teamOf(c, deps, manager);
    if (team === null) return notYours(c, deps, 'team');
    const { names, budgets } = await known(c);
    const { m } = frameOf(c, deps);
    const subject = {
      title: m.team.title(team.name ?? manager),
      subtitle: m.team.intro(team.reports.length),
      filter: { user: team.members },
      linked: { team: [manager] },
      groups: ['user', 'model', 'costCenter'] as const,
      budget: null,
      size: 50,
      attention: true,
    };
    return spendPage(c, deps, subject, names, budgets);
  });
  app.get('/me', async (c) => {
    const { email, name } = viewerOf(c);
    if (email === '') return mePage(c, deps);
    const { names, budgets } = await known(c);
    // All owners there are: whoever is spelled otherwise must learn it, and learns nothing but that.
    const owners = (await deps.store.profiles.all()).map(
      (profile) => ownerOf(profile, deps.settings.tagKeys).user,
    );
    const spelling = otherSpelling(owners, email);
    const { m } = frameOf(c, deps);
    const subject = {
      title: name ?? email,
      subtitle: spelling === null ? email : m.me.spelling(email, spelling),
      filter: { user: [email] },
      groups: OF_USER,
      budget: budgetOfUser(budgets, email),
      size: 25,
      attention: false,
      own: true,
    };
    return spendPage(c, deps, subject, names, budgets);
  });
  return app;
}

const OF_USER: readonly SpendGroup[] = ['profile', 'model', 'tokenKind', 'costCenter'];
