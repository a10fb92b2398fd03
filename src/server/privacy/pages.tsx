import { type Context, Hono } from 'hono';
import { NotThere } from '../../app/asking.ts';
import { dataText, entriesIn, takeData } from '../../app/privacy/data.ts';
import { sumGroups } from '../../app/privacy/groups.ts';
import { readPrivacy } from '../../app/privacy/page.ts';
import { parseMonth } from '../../core/periods.ts';
import type { Month } from '../../core/types.ts';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { setExported } from '../http/exports.ts';
import { frameOf } from '../http/frame.ts';
import { forEverybody, viewerOf } from '../http/visitor.ts';
import { pageNumber } from '../tables/arrange.ts';
import { LOOKS_SHOWN, privacyPage } from './privacyPage.tsx';
import { togetherPage } from './togetherPage.tsx';

/** What is kept of people and who looked, sums of groups, and one's own data to take away. */
export function privacyRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/privacy', async (c) => {
    const page = pageNumber(c.req.query('page'));
    const part = { limit: LOOKS_SHOWN, offset: (page - 1) * LOOKS_SHOWN };
    const of = c.req.query('person');
    const known = await readPrivacy(askingOf(c, deps), part, of === '' ? undefined : of);
    return privacyPage(c, frameOf(c, deps), known, page);
  });
  app.get('/together', async (c) => {
    const known = await sumGroups(askingOf(c, deps), monthIn(c.req.query('month')));
    return togetherPage(c, deps, known);
  });
  app.get('/me/data', forEverybody, (c) => ownData(c, deps));
  return app;
}

/** A month that cannot be read is as none. */
function monthIn(text: string | undefined): Month | undefined {
  try {
    return text === undefined || text === '' ? undefined : parseMonth(text);
  } catch {
    return undefined;
  }
}

async function ownData(c: Context, deps: ServerDeps): Promise<Response> {
  const { email } = viewerOf(c);
  // Whoever works at the machine is nobody of whom anything is kept: they ask by the command.
  if (email === '') throw new NotThere('person');
  const data = await takeData(askingOf(c, deps), email);
  setExported(c, entriesIn(data));
  c.header(
    'content-disposition',
    `attachment; filename="bedrock-ledger-my-data-${data.madeAt.slice(0, 10)}.json"`,
  );
  return c.body(dataText(data), 200, { 'content-type': 'application/json; charset=utf-8' });
}
