import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Block, SlackMessage } from './blockKit.ts';
import type { Lang } from './persona.ts';

/** The demo's chat: what was posted, the newest first, as a chat program shows it. */

/** A post that was taken, or refused and why. */
export interface Posted {
  at: string;
  message: SlackMessage | null;
  refused: string | null;
}

const WORDS = {
  en: {
    banner:
      'Demo: a chat on this machine, which takes what Slack’s incoming webhooks take. Nothing leaves it.',
    title: '#bedrock-alerts',
    lead: 'Alerts of the demo arrive here. This page looks for new ones every few seconds.',
    none: 'Nothing has arrived yet. Sign in as the administrator, open Channels and send a test to “alerts”.',
    from: 'Bedrock Ledger',
    app: 'APP',
    refused: 'Refused, as Slack would:',
    open: 'Open Bedrock Ledger',
  },
  ja: {
    banner:
      'デモ：このマシン上のチャットです。Slack の Incoming Webhook と同じ形式を受け付け、外部には何も送信しません。',
    title: '#bedrock-alerts',
    lead: 'デモのアラートがここに届きます。このページは数秒ごとに更新されます。',
    none: 'まだ何も届いていません。管理者としてサインインし、「通知手段」のページから「alerts」にテストを送信してください。',
    from: 'Bedrock Ledger',
    app: 'アプリ',
    refused: 'Slack と同じ理由で拒否しました：',
    open: 'Bedrock Ledger を開く',
  },
} as const satisfies Record<Lang, Record<string, string>>;

/** How often the page is loaded again, seconds. */
const AGAIN = 5;

export const chatPage = (lang: Lang, posts: readonly Posted[], ledger: string): string => {
  const words = WORDS[lang];
  return String(
    <>
      {raw('<!DOCTYPE html>')}
      <html lang={lang}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta http-equiv="refresh" content={String(AGAIN)} />
          <title>{`${words.title} (${posts.length})`}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/style.css" />
        </head>
        <body>
          <aside class="banner">{words.banner}</aside>
          <header class="brand">
            <h1>{words.title}</h1>
            <a href={ledger}>{words.open}</a>
          </header>
          <main class="chat">
            <p class="soft">{words.lead}</p>
            {posts.length === 0 && <p>{words.none}</p>}
            <ol class="posts">
              {posts.toReversed().map((post) => (
                <li>
                  <Post post={post} words={words} />
                </li>
              ))}
            </ol>
          </main>
        </body>
      </html>
    </>,
  );
};

function Post({ post: { at, message, refused }, words }: { post: Posted; words: (typeof WORDS)[Lang] }) {
  return (
    <article>
      <p class="who">
        <b>{words.from}</b> <span class="app">{words.app}</span>{' '}
        <time datetime={at}>{`${at.slice(0, 16).replace('T', ' ')} UTC`}</time>
      </p>
      {refused !== null && (
        <p class="refused">
          {words.refused} {refused}
        </p>
      )}
      {message !== null &&
        (message.blocks.length > 0 ? (
          message.blocks.map((block) => <Shown block={block} />)
        ) : (
          <p>{formatted(message.text)}</p>
        ))}
    </article>
  );
}

function Shown({ block }: { block: Block }) {
  switch (block.type) {
    case 'header':
      return <h2>{block.text.text}</h2>;
    case 'divider':
      return <hr />;
    case 'context':
      return (
        <>
          {block.elements.map((one) => (
            <p class="soft">{textIn(one)}</p>
          ))}
        </>
      );
    case 'actions':
      return (
        <p class="actions">
          {block.elements.map(({ text, url, style }) => (
            <a class={style === 'primary' ? 'button primary' : 'button'} href={url ?? '#'}>
              {text.text}
            </a>
          ))}
        </p>
      );
    case 'section':
      return (
        <>
          {block.text && <p>{textIn(block.text)}</p>}
          {block.fields && (
            <div class="fields">
              {block.fields.map((field) => (
                <p>{textIn(field)}</p>
              ))}
            </div>
          )}
        </>
      );
  }
}

const textIn = ({ type, text }: { type: 'plain_text' | 'mrkdwn'; text: string }): Child =>
  type === 'plain_text' ? text : formatted(text);

const EMOJI: Readonly<Record<string, string>> = {
  information_source: 'ℹ️',
  warning: '⚠️',
  rotating_light: '🚨',
  white_check_mark: '✅',
};

/** Of Slack's `mrkdwn` what is needed here: bold, code, emoji, and its three signs that are written otherwise. */
function formatted(text: string): Child {
  const parts = text.split(/(```[\s\S]*?```|\*[^*\n]+\*|:[a-z_]+:)/);
  return (
    <>
      {parts.map((part) => {
        if (part.startsWith('```') && part.length > 5)
          return <code class="block">{plain(part.slice(3, -3))}</code>;
        if (/^\*[^*\n]+\*$/.test(part)) return <b>{plain(part.slice(1, -1))}</b>;
        return EMOJI[part.slice(1, -1)] ?? plain(part);
      })}
    </>
  );
}

const plain = (text: string): string =>
  text.replaceAll('\u200b', '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
