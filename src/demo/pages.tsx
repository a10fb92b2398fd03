import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { type Lang, type Persona, said } from './persona.ts';

const WORDS = {
  en: {
    banner: 'Demo: invented people on a simulated AWS. No password is needed.',
    title: 'Who would you like to be?',
    lead: 'One click signs you in. Sign out in Bedrock Ledger to come back here and be somebody else.',
    note: 'In your company, your own identity provider stands in place of this page: Okta, Microsoft Entra ID, Amazon Cognito, Keycloak or any other that speaks OpenID Connect.',
    stopped: 'This sign-in cannot go on',
    expired: 'It was finished already, has waited too long, or began in another browser.',
    refused: 'The demo’s identity provider did not accept what it was asked:',
    again: 'Open Bedrock Ledger and sign in again',
  },
  ja: {
    banner: 'デモ：シミュレートされた AWS 上の架空のメンバーです。パスワードは不要です。',
    title: 'どの立場でご覧になりますか？',
    lead: 'クリックするとすぐにサインインします。別の立場に切り替えるには、Bedrock Ledger からサインアウトしてください。',
    note: '実際の導入では、この画面の代わりに自社の ID プロバイダー（Okta、Microsoft Entra ID、Amazon Cognito、Keycloak など、OpenID Connect に対応したもの）でサインインします。',
    stopped: 'サインインを続行できません',
    expired:
      'このサインインはすでに完了しているか、有効期限が切れているか、別のブラウザーで開始されています。',
    refused: 'デモの ID プロバイダーが要求を受け付けませんでした：',
    again: 'Bedrock Ledger を開いてサインインし直す',
  },
} as const satisfies Record<Lang, Record<string, string>>;

/** Everybody one can be, each one button. */
export const choicePage = (lang: Lang, personas: readonly Persona[], action: string): string =>
  page(
    lang,
    WORDS[lang].title,
    <>
      <p>{WORDS[lang].lead}</p>
      <form method="post">
        {personas.map((persona, index) => (
          <button type="submit" formaction={`${action}/${index}`}>
            <span class="role">{said(persona.role, lang)}</span>
            <span class="name">{persona.name}</span>
            <span class="blurb">{said(persona.blurb, lang)}</span>
          </button>
        ))}
      </form>
      <p>{WORDS[lang].note}</p>
    </>,
  );

/** @param reason what the provider says of a request that it refused; `null`: the sign-in is over */
export const stoppedPage = (lang: Lang, reason: string | null, home: string): string =>
  page(
    lang,
    WORDS[lang].stopped,
    <>
      <p>{reason === null ? WORDS[lang].expired : WORDS[lang].refused}</p>
      {reason !== null && (
        <p>
          <code>{reason}</code>
        </p>
      )}
      <p>
        <a href={home}>{WORDS[lang].again}</a>
      </p>
    </>,
  );

function page(lang: Lang, title: string, children: Child): string {
  return String(
    <>
      {raw('<!DOCTYPE html>')}
      <html lang={lang}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${title} · Bedrock Ledger`}</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/style.css" />
        </head>
        <body>
          <aside class="banner">{WORDS[lang].banner}</aside>
          <header class="brand">
            <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
              <path d="M2 13h14M2 9h10M2 5h6" />
            </svg>
            Bedrock Ledger
          </header>
          <main>
            <h1>{title}</h1>
            {children}
          </main>
        </body>
      </html>
    </>,
  );
}
