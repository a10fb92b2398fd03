import type { Context } from 'hono';
import { href, scopeHref } from '../../core/href.ts';
import { tidy } from '../../core/signs.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Field, PlainPage } from '../../ui/plain.tsx';
import { messageOf } from '../http/forms.ts';
import { setupLead } from '../setup/lead.tsx';

/** Names that the form offers at most. */
export const MOST_OFFERED = 1000;
const askedFor = (c: Context): string => tidy(c.req.query('user') ?? '');
/** Whether somebody is looked for: among all that there are. */
export const isSearched = (c: Context): boolean => askedFor(c) !== '';

/** Without sign-in nobody is "me": the page says so and leads to the page of the person one names. */
export function mePage(c: Context, frame: Frame, people: readonly string[]): Response | Promise<Response> {
  const { m } = frame;
  const asked = askedFor(c);
  if (people.includes(asked)) return c.redirect(scopeHref('user', asked), 303);
  const fits =
    asked === '' ? [] : people.filter((person) => person.toLowerCase().includes(asked.toLowerCase()));
  return c.html(
    <PlainPage
      frame={frame}
      title={m.me.title}
      intro={m.me.intro}
      message={messageOf(asked !== '' && fits.length === 0 ? m.me.unknown : null, undefined, {})}
    >
      {people.length === 0 && <p class="note">{m.nothingYet}</p>}
      {people.length === 0 && setupLead(c, frame)}
      <form class="inline" method="get" action={href`/me`}>
        <Field name="user" label={m.me.pick} values={{ user: asked }} list="people" />
        <datalist id="people">
          {people.slice(0, MOST_OFFERED).map((person) => (
            <option value={person} />
          ))}
        </datalist>
        <button class="primary" type="submit">
          {m.me.open}
        </button>
      </form>
      <ul class="plainlist">
        {fits.slice(0, 50).map((person) => (
          <li>
            <a href={scopeHref('user', person)}>{person}</a>
          </li>
        ))}
      </ul>
    </PlainPage>,
  );
}
