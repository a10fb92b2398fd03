import type { Context } from 'hono';
import { ownPreferences, quietChoice, topicIn, WISHED_TOPICS } from '../../app/notify/preferences.ts';
import { ownMessages } from '../../app/notify/sent.ts';
import { hasReports } from '../../core/access.ts';
import { EMAIL, personalChannels } from '../../core/channels.ts';
import { href } from '../../core/href.ts';
import { LETTER_LOCALES } from '../../core/letters.ts';
import type { NotifySettings } from '../../core/notifySettings.ts';
import { type Preferences, type QuietHours, REPORT_RHYTHMS, WISHES } from '../../core/preferences.ts';
import { reportsOthers } from '../../core/privacy.ts';
import type { Topic } from '../../core/topics.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf, type Typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { undoOf } from '../http/undo.ts';
import { viewerOf } from '../http/visitor.ts';
import { cards } from '../tables/cards.tsx';
import { LANGUAGES } from './channelsPage.tsx';
import { sentTable } from './sentTable.tsx';

/** How whoever looks wants to be told, and what they were told. */

export const ownHref = (): string => href`/me/messages`;
/** Of what somebody was told, so many are shown. */
const SHOWN = 200;

interface Refused {
  values: Typed;
  faults: Faults;
}

export async function ownPage(
  c: Context,
  deps: ServerDeps,
  refused: Refused | null = null,
): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const words = m.told;
  const asking = askingOf(c, deps);
  const chosen = await ownPreferences(asking);
  const { messages, isMore } = await ownMessages(asking, SHOWN);
  const result = await cards(c, frame, 'my-messages', [
    { id: '', title: words.ownTitle, table: sentTable(messages, true, frame), empty: words.ownEmpty },
  ]);
  if (result.response) return result.response;
  const stopping = topicIn(c.req.query('stop') ?? '');
  const form = { values: refused?.values ?? valuesOf(chosen), faults: refused?.faults ?? {} };
  return c.html(
    <PlainPage
      frame={frame}
      title={words.own}
      intro={words.ownIntro}
      message={messageOf(
        refused === null ? null : m.invalid.intro,
        c.req.query('done'),
        words.done,
        undoOf(c, deps, ownHref()),
      )}
    >
      <div class="grid">
        {stopping !== null && <Stop topic={stopping} frame={frame} />}
        <Choose
          {...form}
          notify={deps.settings.notify}
          hasReports={hasReports(viewerOf(c)) && reportsOthers(deps.settings.privacy, 'monthly')}
          frame={frame}
        />
        {isMore && <p class="note">{words.lately(messages.length)}</p>}
        {result.shown}
      </div>
    </PlainPage>,
    refused === null ? 200 : 422,
  );
}

/** What a link in a message leads to: one press stops them, and nothing is stopped before. */
function Stop({ topic, frame }: { topic: Topic; frame: Frame }) {
  const { stop, topics } = frame.m.told;
  return (
    <section class="card" id="stop">
      <h2>{stop.title(topics[topic])}</h2>
      <p>{stop.intro}</p>
      <form class="inline" method="post" action={href`/me/messages/stop`}>
        <input type="hidden" name="topic" value={topic} />
        <button class="primary" type="submit">
          {stop.button}
        </button>
      </form>
    </section>
  );
}

/** What was chosen, as the form holds it. */
export function valuesOf(chosen: Preferences | null): Typed {
  const quiet = chosen?.quiet ?? null;
  const kind = quietChoice(quiet);
  const hours =
    quiet === null || kind !== 'own'
      ? {}
      : {
          from: quiet.from,
          until: quiet.until,
          timeZone: quiet.timeZone,
          weekends: quiet.weekends ? 'yes' : '',
        };
  return {
    locale: chosen?.locale ?? '',
    via: chosen?.via ?? '',
    reports: chosen?.reports ?? '',
    quiet: kind,
    ...hours,
    ...Object.fromEntries(WISHED_TOPICS.map((topic) => [`wish.${topic}`, chosen?.wishes[topic] ?? ''])),
  };
}

interface ChooseProps extends Refused {
  notify: NotifySettings;
  /** There is something of which they could have reports. */
  hasReports: boolean;
  frame: Frame;
}

function Choose({ values, faults, notify, hasReports, frame }: ChooseProps) {
  const { m } = frame;
  const { choose: words, topics } = m.told;
  const given = { values, faults };
  const channels = personalChannels(notify);
  const nameOf = (channel: string) => (channel === EMAIL ? words.email : channel);
  const zone = values.timeZone
    ? values
    : { ...values, timeZone: notify.quietHours?.timeZone ?? notify.digest.timeZone };
  return (
    <section class="card" id="choose">
      <h2>{words.title}</h2>
      <form class="stacked" method="post" action={href`/me/messages`}>
        {WISHED_TOPICS.map((topic) => (
          <Choice
            name={`wish.${topic}`}
            label={topics[topic]}
            company={words.company(words.wishes.now)}
            all={WISHES.map((wish) => [wish, words.wishes[wish]])}
            {...given}
          />
        ))}
        {(hasReports || values.reports !== '') && (
          <Choice
            name="reports"
            label={words.reports}
            company={words.company(words.rhythms[notify.reports.rhythm])}
            all={REPORT_RHYTHMS.map((rhythm) => [rhythm, words.rhythms[rhythm]])}
            {...given}
          />
        )}
        <Choice
          name="locale"
          label={words.language}
          company={words.company(LANGUAGES[notify.language])}
          all={LETTER_LOCALES.map((locale) => [locale, LANGUAGES[locale]])}
          {...given}
        />
        {(channels.length > 1 || values.via !== '') && (
          <Choice
            name="via"
            label={words.via}
            company={words.company(nameOf(channels[0] ?? EMAIL))}
            all={channels.map((channel) => [channel, nameOf(channel)])}
            {...given}
          />
        )}
        <fieldset>
          <legend>{words.quiet}</legend>
          <Choice
            name="quiet"
            label={words.quietWhen}
            company={words.company(quietWords(notify.quietHours, frame))}
            all={[
              ['none', words.quietKinds.none],
              ['own', words.quietKinds.own],
            ]}
            {...given}
          />
          <Field name="from" label={words.from} {...given} />
          <Field name="until" label={words.until} {...given} />
          <Field name="timeZone" label={words.timeZone} values={zone} faults={faults} />
          <label class="box">
            <input type="checkbox" name="weekends" value="yes" checked={values.weekends === 'yes'} />
            <span>{words.weekends}</span>
          </label>
          <p class="note">{words.quietNote}</p>
        </fieldset>
        <button class="primary" type="submit">
          {words.save}
        </button>
      </form>
    </section>
  );
}

const quietWords = (quiet: QuietHours | null, { m }: Frame): string =>
  quiet === null
    ? m.told.choose.quietKinds.none
    : `${quiet.from}–${quiet.until} ${quiet.timeZone}${quiet.weekends ? ` · ${m.told.choose.weekends}` : ''}`;

interface ChoiceProps extends Refused {
  name: string;
  label: string;
  /** What holds where nothing is chosen. */
  company: string;
  all: readonly (readonly [string, string])[];
}

const Choice = ({ name, label, company, all, values, faults }: ChoiceProps) => (
  <label>
    {label}
    <select name={name} {...faultOf(name, faults)}>
      <option value="">{company}</option>
      {all.map(([value, text]) => (
        <option value={value} selected={values[name] === value}>
          {text}
        </option>
      ))}
    </select>
    <FieldFault name={name} faults={faults} />
  </label>
);
