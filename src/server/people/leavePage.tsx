import type { Context } from 'hono';
import type { Ended, Person } from '../../core/people.ts';
import type { Frame } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import type { Typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { forgetVisit, viewerOf } from '../http/visitor.ts';
import { personPath } from './forms.tsx';

/** Marking somebody as left: asked before, and told afterwards, for it ends sessions and tokens that never come back. */

/** What a form that was confirmed carries beside what was typed. */
const CONFIRMED = 'confirmed';
export const isConfirmed = (values: Typed): boolean => values[CONFIRMED] === 'on';
const CARRIED = ['name', 'costCenter', 'manager', 'status', 'reason'] as const;

const isOwn = (c: Context, email: string): boolean => viewerOf(c).email === email;

/**
 * Asks before somebody is marked as left, so that it works without script as well.
 * @param values the form as it was typed, which is sent again with the answer
 * @param ended what would end
 */
export function leavePage(c: Context, deps: ServerDeps, person: Person, values: Typed, ended: Ended) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const path = personPath(person.email);
  return c.html(
    <PlainPage
      frame={frame}
      title={m.people.leaveTitle}
      intro={m.people.leaveConfirm(person.name ?? person.email, ended.sessions, ended.tokens)}
    >
      {isOwn(c, person.email) && <p class="note">{m.people.leaveOwn}</p>}
      <form class="inline" method="post" action={path}>
        {CARRIED.map((name) => (
          <input type="hidden" name={name} value={values[name] ?? ''} />
        ))}
        <input type="hidden" name={CONFIRMED} value="on" />
        <button class="danger" type="submit">
          {m.people.leave}
        </button>
        <a href={path}>{m.people.leaveKeep}</a>
      </form>
    </PlainPage>,
  );
}

/** Where it leads afterwards: the person's page, which tells what ended; whoever is out by it is told in the answer. */
export function afterLeaving(c: Context, deps: ServerDeps, email: string, ended: Ended) {
  if (!isOwn(c, email))
    return c.redirect(`${personPath(email)}?done=left.${ended.sessions}.${ended.tokens}`, 303);
  // No page is theirs any more, so none is offered.
  forgetVisit(c);
  const frame = frameOf(c, deps);
  const { m } = frame;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.signIn.outTitle}
      intro={m.people.leftOwn(ended.sessions, ended.tokens)}
    />,
  );
}

/** What the person's page says of `done=left.2.1`, by that word; nothing for another. */
export function leftWords(done: string | undefined, { m }: Frame): Readonly<Record<string, string>> {
  const [word, sessions, tokens] = /^left\.(\d{1,6})\.(\d{1,6})$/.exec(done ?? '') ?? [];
  return word === undefined ? {} : { [word]: m.people.left(Number(sessions), Number(tokens)) };
}
