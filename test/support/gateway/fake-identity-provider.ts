/** An identity provider that takes everybody's word: `code` is the subject, `bad` is refused. */
import type {
  Identity,
  IdentityProvider,
  LoginChecks,
} from '../../../gateway/dist/oidc/identity-provider.js';
import { Refusal } from '../../../gateway/dist/problems/refusal.js';

export class FakeIdentityProvider implements IdentityProvider {
  readonly issuer = 'https://id.example';
  readonly began: LoginChecks[] = [];

  begin(checks: LoginChecks): Promise<URL> {
    this.began.push(checks);
    return Promise.resolve(new URL(`${this.issuer}/auth?state=${checks.state}`));
  }

  finish(query: string, { state }: LoginChecks): Promise<Identity> {
    const came = new URLSearchParams(query);
    const subject = came.get('code');
    if (subject === null || subject === 'bad' || came.get('state') !== state)
      return Promise.reject(new Refusal('OIDC_LOGIN_FAILED'));
    return Promise.resolve({ issuer: this.issuer, subject });
  }
}
