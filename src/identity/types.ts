import type { Identity, SignInStart } from '../core/signIn.ts';

export interface OidcGateway {
  /** @throws SignInRefused `unreachable` or `invalid` when the provider cannot be used */
  begin(redirectUri: string): Promise<SignInStart>;
  /**
   * @param callback the address the browser came back to: the redirect URI as the browser sees it, with its query
   * @throws SignInRefused and nothing else
   */
  finish(
    callback: URL,
    transaction: { state: string; nonce: string; codeVerifier: string },
  ): Promise<Identity>;
}

export interface AlbGateway {
  /**
   * @param header value of `x-amzn-oidc-data`
   * @param accessToken value of `x-amzn-oidc-accesstoken`
   * @throws SignInRefused and nothing else
   */
  verify(header: string, accessToken?: string): Promise<Identity>;
}

/** Who is asked who somebody is; null: nobody signs in. */
export type SignInGateway =
  | { kind: 'oidc'; gateway: OidcGateway }
  | { kind: 'loadBalancer'; gateway: AlbGateway }
  | null;

/** Which claims of the provider say what: an exact name, else a path with dots. `null`: the provider does not say it. */
export interface ClaimNames {
  email: string;
  name: string;
  groups: string | null;
  costCenter: string | null;
  manager: string | null;
}
