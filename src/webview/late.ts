/** What the page loads only when it is first needed, so that its first view is there soon. */

import type { ViewName } from './remembered';
import type { View } from './view/context';

/** How each view but the first is drawn. */
export type LaterViews = Readonly<Record<Exclude<ViewName, 'usage'>, (view: View) => unknown>>;

declare global {
  /** Put here by the script of these views. */
  var laterViews: LaterViews | undefined;
}

/**
 * Loads a script that lies beside the page's own, with the page's own nonce: its policy lets no other in. Rejects where it cannot be had.
 */
export const loader = (own: HTMLScriptElement) => (): Promise<LaterViews> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const done = (): void => {
      const { laterViews } = globalThis;
      if (laterViews) resolve(laterViews);
      else reject(new Error(`${script.src} could not be loaded`));
    };
    script.addEventListener('load', done);
    script.addEventListener('error', done);
    script.nonce = own.nonce;
    script.src = new URL('views.js', own.src).href;
    document.head.append(script);
  });
