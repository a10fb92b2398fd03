import { href } from '../../core/href.ts';
import { callbackOf, signsIn } from '../../core/settings.ts';
import { Copied } from './copied.tsx';
import type { StepProps } from './steps.tsx';

/** How people sign in, or what it takes that they can. */

/** Administrators who are named one by one. */
const NAMED = 5;
/** Where people open the server, as examples have it. */
const EXAMPLE = 'https://ledger.example.com';
const ADMINISTRATORS = `roles:
  administrators: [you@example.com]`;
const oidcLines = (publicUrl: string) => `publicUrl: ${publicUrl}
host: 0.0.0.0
signIn:
  oidc: { issuer: "https://login.example.com", clientId: bedrock-ledger, clientSecret: "…" }
${ADMINISTRATORS}
proxies: 1`;
const albLines = `signIn:
  alb: { loadBalancerArn: "arn:aws:elasticloadbalancing:…", issuer: "https://login.example.com", clientId: "…" }`;

export function SignInStep({ shown: { administrators }, deps: { settings }, frame }: StepProps) {
  const { m } = frame;
  const words = m.setup.signIn;
  const { oidc, alb } = settings.signIn;
  const publicUrl = settings.publicUrl ?? EXAMPLE;
  if (!signsIn(settings))
    return (
      <>
        <p>{words.off}</p>
        <p class="note">{m.setup.settings}</p>
        <Copied id="setup-oidc" text={oidcLines(publicUrl)} frame={frame} />
        <p>{words.callback}</p>
        <Copied id="setup-callback" text={callbackOf({ publicUrl })} frame={frame} />
        <details>
          <summary>{words.alb}</summary>
          <Copied id="setup-alb" text={albLines} frame={frame} />
        </details>
      </>
    );
  const named = administrators.slice(0, NAMED);
  return (
    <>
      {oidc !== null && (
        <>
          <p>{words.oidc(oidc.issuer)}</p>
          <p>{words.callback}</p>
          <Copied id="setup-callback" text={callbackOf({ publicUrl })} frame={frame} />
          <p>
            <a href={href`/sign-in`}>{words.test}</a>
          </p>
        </>
      )}
      {alb !== null && <p>{words.byAlb(alb.loadBalancerArn)}</p>}
      {named.length > 0 ? (
        <p>{words.administrators(named.join(m.comma), administrators.length - named.length)}</p>
      ) : (
        <>
          <p>{words.nobody}</p>
          <p class="note">{m.setup.settings}</p>
          <Copied id="setup-administrators" text={ADMINISTRATORS} frame={frame} />
        </>
      )}
    </>
  );
}
