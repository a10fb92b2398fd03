import type { Context } from 'hono';
import type { Frame } from '../../ui/layout.tsx';
import { Field, PlainPage } from '../../ui/plain.tsx';
import { messageOf } from '../http/forms.ts';
import { scopePath } from '../tables/cells.ts';

/** Without sign-in nobody is "me": the page says so and leads to the page of the person one names. */
export function mePage(c: Context, frame: Frame, people: readonly string[]): Response | Promise<Response> {
  const { m } = frame;
  const asked = (c.req.query('user') ?? '').trim();
  if (people.includes(asked)) return c.redirect(scopePath('user', asked), 303);
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
      <form class="inline" method="get" action="/me">
        <Field name="user" label={m.me.pick} values={{ user: asked }} list="people" />
        <datalist id="people">
          {people.slice(0, 1000).map((person) => (
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
            <a href={scopePath('user', person)}>{person}</a>
          </li>
        ))}
      </ul>
    </PlainPage>,
  );
}
