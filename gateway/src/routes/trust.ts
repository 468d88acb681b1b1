/** The trust profile that this gateway judges with; whoever pins it trusts no gateway. */
import { TrustProfileAnswer } from '../schemas/platform.js';
import { JSON_TYPE, type Route } from './route.js';
import { sendTagged, taggedDoc } from './tagged-answer.js';

/** `trustProfile`: the file as it is now: its signatures are over its own bytes in canonical form. */
export function trustRoutes({ trustProfile }: { readonly trustProfile: () => string }): Route[] {
  return [
    {
      key: 'GET /.well-known/chopmark-trust.json',
      public: true,
      doc: {
        id: 'getTrustProfile',
        tag: 'verification',
        summary: 'The trust profile of this network',
        answers: { 200: taggedDoc('The profile.', { [JSON_TYPE]: TrustProfileAnswer }) },
      },
      handle: (call) => {
        sendTagged(call, trustProfile(), { cacheControl: 'public, max-age=300' });
      },
    },
  ];
}
