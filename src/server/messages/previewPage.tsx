import type { Context } from 'hono';
import { NotThere } from '../../app/asking.ts';
import { type Previewed, previewChannel } from '../../app/notify/testChannel.ts';
import { href } from '../../core/href.ts';
import { LETTER_LOCALES } from '../../core/letters.ts';
import { visible, visibleInLine } from '../../core/signs.ts';
import type { Frame } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import { channelName } from '../budgets/outboxCard.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf } from '../http/frame.ts';
import { LANGUAGES } from './channelsPage.tsx';

/** A message as a channel would send it, and a mail on a page of its own. */

async function previewIn(c: Context, deps: ServerDeps): Promise<Previewed> {
  const tools = await deps.channels?.();
  if (tools === undefined) throw new NotThere('channel');
  const { message = '', language = '' } = c.req.query();
  return previewChannel(askingOf(c, deps), tools, { channel: c.req.param('name') ?? '', message, language });
}

export async function previewPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const words = frame.m.channels;
  const shown = await previewIn(c, deps);
  if (shown.html !== null) c.set('framing', 'holds');
  return c.html(
    <PlainPage
      frame={frame}
      title={words.preview.title(channelName(shown.channel, frame))}
      intro={
        <>
          {words.preview.intro} <a href={href`/channels`}>{words.preview.back}</a>
        </>
      }
    >
      <Choose shown={shown} frame={frame} />
      <div class="grid">
        <Parts shown={shown} frame={frame} />
      </div>
    </PlainPage>,
  );
}

/** The HTML of a mail alone, as it would be sent: nothing in it runs, and nothing is fetched from elsewhere. */
export async function mailPage(c: Context, deps: ServerDeps): Promise<Response> {
  const shown = await previewIn(c, deps);
  if (shown.html === null) throw new NotThere('channel');
  c.set('framing', 'held');
  return c.html(shown.html);
}

interface Props {
  shown: Previewed;
  frame: Frame;
}

function Choose({ shown: { channel, kind, kinds, locale }, frame }: Props) {
  const { m } = frame;
  const words = m.channels.preview;
  return (
    <form class="inline" method="get" action={href`/channels/${channel}`}>
      <label>
        {words.message}
        <select name="message">
          {kinds.map((one) => (
            <option value={one} selected={one === kind}>
              {m.told.kinds[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.language}
        <select name="language">
          {LETTER_LOCALES.map((one) => (
            <option value={one} selected={one === locale}>
              {LANGUAGES[one]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit">{words.show}</button>
    </form>
  );
}

function Parts({ shown: { channel, kind, locale, subject, text, html, json }, frame }: Props) {
  const words = frame.m.channels.preview;
  const mail = `${href`/channels/${channel}/mail`}?message=${kind}&language=${locale}`;
  const half = html === null ? 'card half' : 'card';
  return (
    <>
      {html !== null && (
        <section class="card">
          <div class="tools">
            <h2>{words.html}</h2>
            <a href={mail}>{words.alone}</a>
          </div>
          <iframe class="mail" sandbox="" src={mail} title={words.frame(visibleInLine(subject))} />
        </section>
      )}
      <section class={half} id="text">
        <h2>{words.text}</h2>
        <p lang={locale}>
          <b>{visibleInLine(subject)}</b>
        </p>
        <pre class="wrapped" lang={locale}>
          {visible(text)}
        </pre>
      </section>
      {json !== null && (
        <section class={half} id="json">
          <h2>{words.json}</h2>
          <pre class="tall code" tabindex={0}>
            {visible(json)}
          </pre>
        </section>
      )}
    </>
  );
}
