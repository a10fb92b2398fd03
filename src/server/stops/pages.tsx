import { type Context, Hono } from 'hono';
import { listStops, stopToRelease } from '../../app/stop/list.ts';
import { releaseStop, takeBackRelease, takeGrace } from '../../app/stop/reprieve.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { type Faults, Field, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { faultWords, messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { cards } from '../tables/cards.tsx';
import { pastPage } from './pastPage.tsx';
import { endedTable, goingTable, marksTable, reprievesTable } from './tables.tsx';
import { askedWords, whoseWords } from './words.ts';

/** Who is stopped by a hard budget, and what people do about it. After a change 303; a bad form is 422 with what was typed. */

export function stopRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/stops', (c) => inOnePage(c, deps, () => stopsPage(c, deps)));
  app.get('/stops/dry-run', (c) => inOnePage(c, deps, () => pastPage(c, deps)));
  app.post('/stops/grace', async (c) => {
    const values = await typed(c);
    const { done } = await takeGrace(askingOf(c, deps), values);
    return c.redirect(backTo(values, done), 303);
  });
  app.post('/stops/take-back', async (c) => {
    const values = await typed(c);
    const done = await takeBackRelease(askingOf(c, deps), values.id ?? '', values);
    return c.redirect(href`/stops?${{ done }}`, 303);
  });
  app.get('/stops/:id/release', (c) => releasePage(c, deps, {}, {}));
  app.post('/stops/:id/release', async (c) => {
    const values = await typed(c);
    try {
      const done = await releaseStop(askingOf(c, deps), c.req.param('id'), values);
      return c.redirect(href`/stops?${{ done }}`, 303);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return releasePage(c, deps, values, faultWords(error, frameOf(c, deps)));
    }
  });
  return app;
}

/** Where whoever took a grace sees what became of it: the page they came from. */
function backTo({ back = '', budget = '' }: Typed, grace: string): string {
  if (back === 'budget') return href`/budgets/${budget}?${{ grace }}` + STOP;
  return href`/me?${{ grace }}` + STOP;
}
const STOP = '#stop';

async function stopsPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const words = m.stops;
  const list = await listStops(askingOf(c, deps));
  const isDry = list.mode !== 'on';
  const result = await cards(c, frame, 'stops', [
    {
      id: '',
      title: isDry ? words.dryGoing : words.going,
      table: goingTable(list.going, frame),
      empty: words.goingEmpty,
    },
    {
      id: 'reprieves',
      title: words.reprieves,
      table: reprievesTable(list.reprieves, frame),
      empty: words.reprievesEmpty,
    },
    {
      id: 'marks',
      title: words.profiles,
      table: marksTable(list.unsettled, list.names, frame),
      empty: words.profilesEmpty,
    },
    { id: 'ended', title: words.history, table: endedTable(list.ended, frame), empty: words.historyEmpty },
  ]);
  if (result.response) return result.response;
  const intro = list.mode === 'off' ? words.off : isDry ? words.dryIntro : words.intro;
  const isNothing = list.mode === 'off' && list.ended.length === 0;
  return c.html(
    <PlainPage
      frame={frame}
      title={words.title}
      intro={intro}
      message={messageOf(null, c.req.query('done'), words.done)}
    >
      {list.mode !== 'off' && (
        <p class="headline">{(isDry ? words.dryLead : words.lead)(list.going.length)}</p>
      )}
      <p class="actions">
        <a href={href`/stops/dry-run`}>{words.past.link}</a>
      </p>
      {list.contact.length > 0 && <p class="note">{words.contact(askedWords(list.contact, frame))}</p>}
      {!isNothing && <div class="grid">{result.shown}</div>}
    </PlainPage>,
  );
}

async function releasePage(c: Context, deps: ServerDeps, values: Typed, faults: Faults): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const words = m.stops.releasePage;
  const id = c.req.param('id') ?? '';
  const { whom, name } = await stopToRelease(askingOf(c, deps), id);
  const bad = Object.keys(faults).length > 0;
  return c.html(
    <PlainPage
      frame={frame}
      title={words.title(whoseWords(whom, name, frame))}
      intro={words.intro}
      message={bad ? { text: m.invalid.intro, bad: true } : undefined}
    >
      <form class="stacked" method="post" action={href`/stops/${id}/release`} novalidate>
        <Field name="reason" label={words.reason} values={values} faults={faults} />
        <Field name="hours" label={words.hours} values={values} faults={faults} />
        <p>
          <button class="primary" type="submit">
            {words.submit}
          </button>{' '}
          <a href={href`/stops`}>{words.cancel}</a>
        </p>
      </form>
    </PlainPage>,
    bad ? 422 : 200,
  );
}
