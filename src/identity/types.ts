/** Who somebody is, as a provider that is trusted says. What they may do is decided elsewhere. */
export interface Identity {
  /** The provider's own key of the person; stays when name or e-mail change. */
  subject: string;
  /** Exactly as the provider writes it: AWS compares owners' addresses letter by letter. */
  email: string;
  name: string | null;
  groups: string[];
  costCenter: string | null;
  /** The manager's e-mail or name, as the provider has it. */
  manager: string | null;
}

/** A sign-in that has begun. All but `url` stays on the server, bound to the browser, and is used once. */
export interface SignInStart {
  /** Where the browser goes. */
  url: string;
  state: string;
  nonce: string;
  codeVerifier: string;
}

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

/** Which claims of the provider say what: an exact name, else a path with dots. `null`: the provider does not say it. */
export interface ClaimNames {
  email: string;
  name: string;
  groups: string | null;
  costCenter: string | null;
  manager: string | null;
}
