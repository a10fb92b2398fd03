import { type Context, Hono } from 'hono';
import { raw } from 'hono/html';
import { Finder, type Found } from '../../app/find.ts';
import { showsPeople } from '../../app/privacy/shown.ts';
import { MOST_SOUGHT, soughtIn } from '../../core/find.ts';
import { href, scopeHref } from '../../core/href.ts';
import { tidy } from '../../core/signs.ts';
import type { Frame } from '../../ui/layout.tsx';
import { LOCALES, type Messages, messagesOf } from '../../ui/messages/index.ts';
import { PlainPage } from '../../ui/plain.tsx';
import { withUnseenShown } from '../../ui/unseen.ts';
import { slotWords } from '../budgets/words.ts';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf } from '../http/frame.ts';
import { ofProduct } from '../http/kept.ts';
import { viewerOf } from '../http/visitor.ts';
import { personPath } from '../people/forms.tsx';
import { actionsFor, placesFor, placesMeant } from './places.ts';

/** Find: everything that has a name, for whoever may see it; a page, and the list that the dialog of every page shows. */

interface Result {
  href: string;
  text: string;
  /** What tells it from others of its name. */
  note?: string;
}
type Kind = keyof Messages['find']['kinds'];
type Results = readonly (readonly [Kind, readonly Result[]])[];

export function findRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  const finder = new Finder((slot) =>
    LOCALES.map((locale) => slotWords(slot, { m: messagesOf(locale), locale })),
  );
  // What is looked through was listed for a version of the ledger: the answer lasts as long, be the ledger asked or not.
  app.get('/find', ofProduct, async (c) => {
    const frame = frameOf(c, deps);
    const typed = tidy(c.req.query('q') ?? '').slice(0, MOST_SOUGHT);
    const results = await resultsOf(c, deps, finder, typed, frame);
    if (c.req.query('part') !== 'list')
      return c.html(<FindPage frame={frame} typed={typed} results={results} />);
    return c.html(
      raw(withUnseenShown(String(<List results={results} typed={typed} frame={frame} />), frame.m.unseen)),
    );
  });
  return app;
}

async function resultsOf(
  c: Context,
  deps: ServerDeps,
  finder: Finder,
  typed: string,
  frame: Frame,
): Promise<Results> {
  const asking = askingOf(c, deps);
  const sought = soughtIn(typed);
  const found = await finder.find(asking, sought);
  const at = { viewer: viewerOf(c), deps };
  const places = ({ href: to, name }: { href: string; name: string }): Result => ({ href: to, text: name });
  const all: Results = [
    ...thingsOf(found, showsPeople(asking), frame),
    ['pages', placesMeant(placesFor(at, frame), sought).map(places)],
    ['actions', placesMeant(actionsFor(at, frame), sought).map(places)],
  ];
  return all.filter(([, some]) => some.length > 0);
}

/** @param figures whether somebody's page of spend is theirs to see; else their page in the directory is */
function thingsOf(found: Found, figures: boolean, frame: Frame): Results {
  const { m } = frame;
  return [
    [
      'people',
      found.people.map(({ email, name, costCenter, isHere }) => ({
        href: figures ? scopeHref('user', email) : personPath(email),
        text: name ?? email,
        note: [...(name === null ? [] : [email]), isHere ? costCenter : m.find.notHere]
          .filter((one) => one !== '')
          .join(' · '),
      })),
    ],
    ['costCenters', found.costCenters.map(({ key }) => ({ href: scopeHref('costCenter', key), text: key }))],
    ['models', found.models.map(({ key, name }) => ({ href: href`/models/${key}`, text: name, note: key }))],
    [
      'profiles',
      found.profiles.map(({ key, name, model, isGone }) => ({
        href: href`/profiles/${key}`,
        text: name,
        note: isGone ? `${model} · ${m.find.gone}` : model,
      })),
    ],
    [
      'budgets',
      found.budgets.map(({ id, slot, name }) => ({
        href: href`/budgets/${id}`,
        text: slotWords(slot, frame),
        ...(name === null ? {} : { note: name }),
      })),
    ],
  ];
}

const countOf = (results: Results): number => results.reduce((n, [, some]) => n + some.length, 0);
const saidOf = (results: Results, typed: string, { m }: Frame): string =>
  soughtIn(typed).length === 0
    ? ''
    : results.length === 0
      ? m.find.none(typed)
      : m.find.found(countOf(results));

/** As the dialog shows it: options of a list that the field of the question steers. */
function List({ results, typed, frame }: { results: Results; typed: string; frame: Frame }) {
  let at = 0;
  return (
    <div data-said={saidOf(results, typed, frame)}>
      {results.map(([kind, some]) => (
        <div role="group" aria-labelledby={`found-${kind}`}>
          <div class="kind" id={`found-${kind}`}>
            {frame.m.find.kinds[kind]}
          </div>
          {some.map((one) => (
            <a role="option" aria-selected="false" tabindex={-1} id={`found-${at++}`} href={one.href}>
              <Named one={one} />
            </a>
          ))}
        </div>
      ))}
    </div>
  );
}

const Named = ({ one }: { one: Result }) => (
  <>
    <span>{one.text}</span>
    {one.note !== undefined && one.note !== '' && <small>{one.note}</small>}
  </>
);

function FindPage({ frame, typed, results }: { frame: Frame; typed: string; results: Results }) {
  const { m } = frame;
  return (
    <PlainPage frame={frame} title={m.find.title} intro={m.find.intro}>
      <form class="inline sought" method="get" action={href`/find`} role="search">
        <input
          type="search"
          name="q"
          value={typed}
          maxlength={MOST_SOUGHT}
          aria-label={m.find.hint}
          autofocus
        />
        <button type="submit" class="primary">
          {m.find.title}
        </button>
      </form>
      <p class="note" role="status">
        {saidOf(results, typed, frame)}
      </p>
      <div class="found">
        {results.map(([kind, some]) => (
          <section>
            <h2 class="kind">{m.find.kinds[kind]}</h2>
            <ul>
              {some.map((one) => (
                <li>
                  <a href={one.href}>
                    <Named one={one} />
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </PlainPage>
  );
}
