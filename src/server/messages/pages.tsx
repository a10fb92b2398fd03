import { type Context, Hono } from 'hono';
import {
  choosePreferences,
  ownPreferences,
  personalChannels,
  quietChoice,
  stopTopic,
  topicIn,
  WISHED_TOPICS,
} from '../../app/notify/preferences.ts';
import { listMessages, ownMessages } from '../../app/notify/sent.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { LETTER_LOCALES } from '../../core/letters.ts';
import type { NotifySettings } from '../../core/notifySettings.ts';
import { type Preferences, REPORT_RHYTHMS, WISHES } from '../../core/preferences.ts';
import { isKind, isState, isWhy, MESSAGE_KINDS, MESSAGE_STATES, type SentFilter } from '../../core/sent.ts';
import { tidy } from '../../core/signs.ts';
import type { Topic } from '../../core/topics.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import { DataTable } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { faultWords, messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { forEverybody, only } from '../http/visitor.ts';
import { cards } from '../tables/cards.tsx';
import { messagesTable } from './table.tsx';

/** What was told to whom, for whoever looks after the service; and for everybody what they are told, and how. */

/** How many messages a page looks through, the newest first. */
const MOST = 2_000;
/** Of one's own: so many of the last. */
const OWN_SHOWN = 50;

export function messageRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/messages', only('see', 'jobs'), (c) => messagesPage(c, deps));
  app.get('/me/messages', forEverybody, (c) => ownPage(c, deps));
  app.post('/me/messages', forEverybody, async (c) => {
    const values = await typed(c);
    try {
      await choosePreferences(askingOf(c, deps), values);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return ownPage(c, deps, { values, faults: faultWords(error, frameOf(c, deps)) });
    }
    return c.redirect(href`/me/messages?done=chosen`, 303);
  });
  app.post('/me/messages/stop', forEverybody, async (c) => {
    await stopTopic(askingOf(c, deps), await typed(c));
    return c.redirect(href`/me/messages?done=stopped`, 303);
  });
  return app;
}

async function messagesPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const filter = filterOf(c);
  const { messages } = await listMessages(askingOf(c, deps), filter, () => ({ limit: MOST, offset: 0 }));
  const searched = Object.keys(filter).length > 0;
  const result = cards(c, frame, 'messages', [
    {
      id: '',
      title: m.told.title,
      table: messagesTable(messages, frame),
      empty: searched ? m.told.noMatch : m.told.empty,
    },
  ]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage frame={frame} title={m.told.title} intro={m.told.intro}>
      <SearchForm frame={frame} searched={searched} />
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

/** What the address asks for; what cannot be is not asked. */
function filterOf(c: Context): SentFilter {
  const text = (name: string) => tidy(c.req.query(name) ?? '');
  const [state, kind, why, to] = [text('state'), text('kind'), text('why'), text('to')];
  return {
    ...(isState(state) ? { state } : {}),
    ...(isKind(kind) ? { kind } : {}),
    ...(isWhy(why) ? { why } : {}),
    ...(to === '' ? {} : { targets: [to] }),
  };
}

function SearchForm({ frame, searched }: { frame: Frame; searched: boolean }) {
  const { m, query } = frame;
  const words = m.told;
  return (
    <form class="inline" method="get" action={href`/messages`}>
      <Choice
        name="state"
        label={m.told.state}
        value={query.state ?? ''}
        none={words.any}
        options={MESSAGE_STATES.map((one) => [one, words.states[one]])}
      />
      <Choice
        name="kind"
        label={words.kind}
        value={query.kind ?? ''}
        none={words.any}
        options={MESSAGE_KINDS.map((one) => [one, words.kinds[one]])}
      />
      <Field name="to" label={words.toPerson} type="email" values={{ to: query.to ?? '' }} />
      <button type="submit">{words.search}</button>
      {searched && <a href={href`/messages`}>{words.reset}</a>}
    </form>
  );
}

const Choice = ({
  name,
  label,
  value,
  none,
  options,
  faults = {},
}: {
  name: string;
  label: string;
  value: string;
  none: string;
  options: readonly (readonly [string, string])[];
  faults?: Faults;
}) => (
  <label>
    {label}
    <select name={name} {...faultOf(name, faults)}>
      <option value="">{none}</option>
      {options.map(([one, words]) => (
        <option value={one} selected={one === value}>
          {words}
        </option>
      ))}
    </select>
    <FieldFault name={name} faults={faults} />
  </label>
);

interface Filled {
  values: Typed;
  faults: Faults;
}

async function ownPage(c: Context, deps: ServerDeps, filled?: Filled): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const asking = askingOf(c, deps);
  const own = await ownPreferences(asking);
  const { messages, total } = await ownMessages(asking, OWN_SHOWN);
  const { notify } = deps.settings;
  const stopping = topicIn(c.req.query('stop') ?? '');
  const page = (
    <PlainPage
      frame={frame}
      title={m.told.own}
      intro={m.told.ownIntro}
      message={messageOf(null, c.req.query('done'), m.told.done)}
    >
      <div class="grid">
        {stopping !== null && <StopCard topic={stopping} frame={frame} />}
        <ChooseCard notify={notify} filled={filled ?? { values: valuesOf(own), faults: {} }} frame={frame} />
        <section class="card wide" id="sent">
          <h2>{m.told.ownTitle}</h2>
          {messages.length === 0 ? (
            <p class="note">{m.told.ownEmpty}</p>
          ) : (
            <>
              <DataTable data={messagesTable(messages, frame)} label={m.told.ownTitle} />
              {total > messages.length && <p class="note">{m.told.lately(messages.length)}</p>}
            </>
          )}
        </section>
      </div>
    </PlainPage>
  );
  return c.html(page, filled === undefined ? 200 : 422);
}

/** A link in a mail leads here; it changes nothing before the button is pressed. */
const StopCard = ({ topic, frame: { m } }: { topic: Topic; frame: Frame }) => (
  <section class="card">
    <h2>{m.told.stop.title(m.told.topics[topic])}</h2>
    <p class="note">{m.told.stop.intro}</p>
    <form method="post" action={href`/me/messages/stop`}>
      <input type="hidden" name="topic" value={topic} />
      <button type="submit">{m.told.stop.button}</button>
    </form>
  </section>
);

/** What somebody chose, as the form has it. */
function valuesOf(own: Preferences | null): Typed {
  const { quiet = null } = own ?? {};
  const choice = quietChoice(quiet);
  return {
    locale: own?.locale ?? '',
    reports: own?.reports ?? '',
    via: own?.via ?? '',
    quiet: choice,
    ...(quiet === null || choice !== 'own'
      ? {}
      : {
          from: quiet.from,
          until: quiet.until,
          timeZone: quiet.timeZone,
          weekends: quiet.weekends ? 'yes' : '',
        }),
    ...Object.fromEntries(WISHED_TOPICS.map((topic) => [`wish.${topic}`, own?.wishes[topic] ?? ''])),
  };
}

function ChooseCard({ notify, filled, frame }: { notify: NotifySettings; filled: Filled; frame: Frame }) {
  const { m } = frame;
  const words = m.told.choose;
  const { values, faults } = filled;
  const choice = (name: string, label: string, options: readonly (readonly [string, string])[]) => (
    <Choice
      name={name}
      label={label}
      value={values[name] ?? ''}
      none={words.company}
      options={options}
      faults={faults}
    />
  );
  const channels = personalChannels(notify);
  return (
    <section class="card" id="choose">
      <h2>{words.title}</h2>
      <form class="stack" method="post" action={href`/me/messages`}>
        {WISHED_TOPICS.map((topic) =>
          choice(
            `wish.${topic}`,
            m.told.topics[topic],
            WISHES.map((one) => [one, words.wishes[one]]),
          ),
        )}
        {choice(
          'reports',
          words.reports,
          REPORT_RHYTHMS.map((one) => [one, words.rhythms[one]]),
        )}
        {choice(
          'locale',
          words.language,
          LETTER_LOCALES.map((one) => [one, LANGUAGES[one]]),
        )}
        {channels.length > 1 &&
          choice(
            'via',
            words.via,
            channels.map((one) => [one, one === 'email' ? words.email : one]),
          )}
        {choice('quiet', words.quiet, [
          ['none', words.quietKinds.none],
          ['own', words.quietKinds.own],
        ])}
        <p class="note">{words.quietNote}</p>
        <Field name="from" label={words.from} values={values} faults={faults} />
        <Field name="until" label={words.until} values={values} faults={faults} />
        <Field name="timeZone" label={words.timeZone} values={values} faults={faults} />
        <label class="check">
          <input type="checkbox" name="weekends" value="yes" checked={values.weekends === 'yes'} />
          {words.weekends}
        </label>
        <button type="submit">{words.save}</button>
      </form>
    </section>
  );
}

/** Each language by its own name. */
const LANGUAGES = { en: 'English', ja: '日本語' } as const;
