import type { Context } from 'hono';
import { type DirectorySeen, seeDirectory } from '../../app/people/list.ts';
import { href } from '../../core/href.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, PlainPage } from '../../ui/plain.tsx';
import { anchor } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf, type Typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { mayDo } from '../http/visitor.ts';
import { partOf } from '../tables/arrange.ts';
import { type Card, cards } from '../tables/cards.tsx';
import { ByHandForm } from './forms.tsx';
import { alikeTable, peopleTable, skippedTable } from './peopleTable.tsx';

/** Everybody whom one may see, and what is strange about the directory. */

/** @param returned the form for somebody new as it was typed, where it was refused */
export async function listPage(
  c: Context,
  deps: ServerDeps,
  returned: { values: Typed; faults: Faults } | null,
): Promise<Response> {
  const part = partOf(c, '');
  const {
    people,
    total,
    left,
    managers,
    saidNone,
    strange: found,
  } = await seeDirectory(askingOf(c, deps), part);
  const frame = frameOf(c, deps);
  const { m } = frame;
  const table = peopleTable(c, { people, managers, saidNone, total, left }, frame);
  const list: Card = {
    id: '',
    title: m.nav.people,
    table: part === null ? table : { ...table, total },
    empty: found === null ? m.people.emptyOwn : m.people.empty,
  };
  const strange = found === null ? [] : strangeCards(found, frame);
  const result = await cards(c, frame, 'people', [list, ...strange]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.nav.people}
      intro={m.people.intro}
      message={messageOf(returned === null ? null : m.invalid.intro, undefined, {})}
    >
      {total > 0 && <p class="headline">{m.people.count(total, left)}</p>}
      {mayDo(c, 'change', { kind: 'directory' }) && (
        <details class="create" open={returned !== null}>
          <summary>{m.people.add}</summary>
          <ByHandForm
            frame={frame}
            action={href`/people`}
            values={returned?.values ?? {}}
            faults={returned?.faults ?? {}}
            add
          />
        </details>
      )}
      {strange.some(({ id }) => id === 'alike') && (
        <p class="note">
          {m.people.alikeIntro} <a href={`#${anchor('alike')}`}>{m.people.alike}</a>
        </p>
      )}
      <div class="grid">{result.shown}</div>
    </PlainPage>,
    returned === null ? 200 : 422,
  );
}

/** What is strange, as far as there is something. */
const strangeCards = (found: NonNullable<DirectorySeen['strange']>, frame: Frame): Card[] =>
  [
    {
      id: 'alike',
      title: frame.m.people.alike,
      table: alikeTable(found, frame),
      empty: '',
    },
    {
      id: 'skipped',
      title: frame.m.people.skipped,
      table: skippedTable(found.skipped, frame),
      empty: '',
    },
  ].filter(({ table }) => table.rows.length > 0);
