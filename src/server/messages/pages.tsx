import { isDeepStrictEqual } from 'node:util';
import { type Context, Hono } from 'hono';
import { NotThere } from '../../app/asking.ts';
import { choosePreferences, ownPreferences, stopTopic } from '../../app/notify/preferences.ts';
import { COUNTED_AT_MOST, listMessages } from '../../app/notify/sent.ts';
import { testChannel } from '../../app/notify/testChannel.ts';
import { EMAIL, WEBHOOK } from '../../core/channels.ts';
import { Invalid, isError } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { instantOf, isDay, startOf } from '../../core/periods.ts';
import type { Preferences } from '../../core/preferences.ts';
import { isKind, isState, isWhy, MESSAGE_KINDS, MESSAGE_STATES, type SentFilter } from '../../core/sent.ts';
import { tidy } from '../../core/signs.ts';
import { type Frame, lastOf } from '../../ui/layout.tsx';
import { Field, PlainPage } from '../../ui/plain.tsx';
import { channelName } from '../budgets/outboxCard.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { faultWords, typed } from '../http/forms.ts';
import { frameOf, queryOf } from '../http/frame.ts';
import { backWith } from '../http/undo.ts';
import { mayDo, only } from '../http/visitor.ts';
import { partOf } from '../tables/arrange.ts';
import { cards } from '../tables/cards.tsx';
import { channelsPage } from './channelsPage.tsx';
import { ownHref, ownPage, valuesOf } from './ownPage.tsx';
import { mailPage, previewPage } from './previewPage.tsx';
import { sentTable } from './sentTable.tsx';

/**
 * What was told to whom, and how one wants to be told. Links in messages lead here, and programs follow every link: whatever
 * changes something is posted, and a GET changes nothing.
 */

export function messageRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/messages', only('see', 'jobs'), (c) => inOnePage(c, deps, () => sentPage(c, deps)));
  app.get('/me/messages', (c) => inOnePage(c, deps, () => ownPage(c, deps)));
  app.post('/me/messages', async (c) => {
    const values = await typed(c);
    const before = await ownPreferences(askingOf(c, deps));
    let after: Preferences;
    try {
      after = await choosePreferences(askingOf(c, deps), values);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return ownPage(c, deps, { values, faults: faultWords(error, frameOf(c, deps)) });
    }
    return chosen(c, deps, 'chosen', before, after);
  });
  app.post('/me/messages/stop', async (c) => {
    const before = await ownPreferences(askingOf(c, deps));
    const after = await stopTopic(askingOf(c, deps), await typed(c));
    return chosen(c, deps, 'stopped', before, after);
  });
  channelRoutes(app, deps);
  return app;
}

/** What was chosen before is chosen again by the same form; where nothing is another, there is nothing to undo. */
function chosen(
  c: Context,
  deps: ServerDeps,
  done: string,
  before: Preferences | null,
  after: Preferences,
): Response {
  const fields = valuesOf(before);
  const undo = isDeepStrictEqual(fields, valuesOf(after)) ? null : { action: ownHref(), fields };
  return backWith(c, deps, ownHref(), done, undo);
}

/** By what people are told: whoever looks after it tries it here. */
function channelRoutes(app: Hono, deps: ServerDeps): void {
  const ofAdministrators = only('change', 'jobs');
  app.get('/channels', ofAdministrators, (c) => channelsPage(c, deps));
  app.post('/channels/test', ofAdministrators, async (c) => {
    const values = await typed(c);
    const tools = await deps.channels?.();
    if (tools === undefined) throw new NotThere('channel');
    const { channel = '' } = values;
    const back = (done: string) =>
      c.redirect(`${href`/channels`}?done=${done}&channel=${encodeURIComponent(channel)}#${channel}`, 303);
    try {
      await testChannel(askingOf(c, deps), tools, values);
    } catch (error) {
      if (isError(error, 'tooMany')) return back('tooSoon');
      if (!(error instanceof Invalid)) throw error;
      return channelsPage(c, deps, { values, faults: faultWords(error, frameOf(c, deps)) });
    }
    return back('tested');
  });
  app.get('/channels/:name', ofAdministrators, (c) => previewPage(c, deps));
  app.get('/channels/:name/mail', ofAdministrators, (c) => mailPage(c, deps));
}

/** Rows of a file; a spreadsheet holds not many more. */
const MOST = 200_000;

async function sentPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const filter = filterOf(c);
  const part = partOf(c, '');
  const { messages, total, isMore } = await listMessages(
    askingOf(c, deps),
    filter,
    part ?? (() => ({ limit: MOST, offset: 0 })),
  );
  const table = sentTable(messages, false, frame);
  const isSearched = Object.keys(filter).length > 0;
  const result = await cards(c, frame, 'messages', [
    {
      id: '',
      title: m.told.title,
      table: part === null ? table : { ...table, total },
      empty: isSearched ? m.told.noMatch : m.told.empty,
    },
  ]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage frame={frame} title={m.told.title} intro={m.told.intro}>
      {mayDo(c, 'change', { kind: 'jobs' }) && (
        <p>
          <a href={href`/channels`}>{m.channels.link}</a>
        </p>
      )}
      <SearchForm frame={frame} channels={deps.settings.notify.channels.map(({ name }) => name)} />
      {part !== null && isMore && <p class="note">{m.told.moreThan(COUNTED_AT_MOST)}</p>}
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

/** What is searched for; what cannot be is as if it were not asked. */
function filterOf(c: Context): SentFilter {
  const {
    state = '',
    channel = '',
    to = '',
    kind = '',
    why = '',
    start = '',
    endExclusive = '',
  } = queryOf(c);
  const target = tidy(to).slice(0, 300);
  return {
    ...(isState(state) ? { state } : {}),
    ...(channel === '' ? {} : { channel: channel.slice(0, 100) }),
    ...(target === '' ? {} : { targets: [target] }),
    ...(isKind(kind) ? { kind } : {}),
    ...(isWhy(why) ? { why } : {}),
    ...(isDay(start) ? { from: instantOf(startOf(start)) } : {}),
    ...(isDay(endExclusive) ? { before: instantOf(startOf(endExclusive)) } : {}),
  };
}

function SearchForm({ frame, channels }: { frame: Frame; channels: readonly string[] }) {
  const { m, query } = frame;
  const words = m.told;
  const lists = [
    { name: 'state', label: m.state, all: MESSAGE_STATES.map((one) => [one, words.states[one]] as const) },
    { name: 'kind', label: words.kind, all: MESSAGE_KINDS.map((one) => [one, words.kinds[one]] as const) },
    {
      name: 'channel',
      label: words.channel,
      all: [EMAIL, WEBHOOK, ...channels].map((one) => [one, channelName(one, frame)] as const),
    },
  ];
  return (
    <form class="inline" method="get" action={href`/messages`} role="search">
      <Field name="to" label={words.toPerson} values={query} />
      {lists.map(({ name, label, all }) => (
        <label>
          {label}
          <select name={name}>
            <option value="">{words.any}</option>
            {all.map(([value, text]) => (
              <option value={value} selected={query[name] === value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      ))}
      <Field name="start" label={m.period.first} type="date" values={query} />
      <Field
        name="last"
        label={m.period.last}
        type="date"
        values={{ last: lastOf({ endExclusive: query.endExclusive ?? '' }) }}
      />
      <button type="submit">{words.search}</button>
      <a href={href`/messages`}>{words.reset}</a>
    </form>
  );
}
