import type { Child } from 'hono/jsx';
import { type Frame, Layout } from '../layout.tsx';

export interface Message {
  text: string;
  bad: boolean;
}

/** A page with a title, what it is for, what was just done, and its cards. */
export function PlainPage({
  frame,
  title,
  intro,
  message,
  children,
}: {
  frame: Frame;
  title: string;
  intro: Child;
  message?: Message | undefined;
  children?: Child;
}) {
  return (
    <Layout frame={frame} title={title}>
      <div class="lead">
        <h1>{title}</h1>
        <p class="note">{intro}</p>
        {message && (
          <p class={message.bad ? 'message bad' : 'message'} role={message.bad ? 'alert' : 'status'}>
            {message.text}
          </p>
        )}
      </div>
      {children}
    </Layout>
  );
}

export function ErrorPage({ frame, text }: { frame: Frame; text: string }) {
  return (
    <PlainPage frame={frame} title={frame.m.error.title} intro={text}>
      <p>
        <a href="/">{frame.m.error.back}</a>
      </p>
    </PlainPage>
  );
}

/** A state in words and sign, never in colour alone. */
export const Badge = ({ kind, text }: { kind: string; text: string }) => (
  <span class={`badge ${kind}`}>{text}</span>
);

export const Field = ({
  name,
  label,
  values,
  type = 'text',
  list,
}: {
  name: string;
  label: string;
  values: Readonly<Record<string, string>>;
  type?: 'text' | 'email';
  list?: string;
}) => (
  <label>
    {label}
    <input name={name} type={type} value={values[name] ?? ''} {...(list ? { list } : {})} />
  </label>
);
