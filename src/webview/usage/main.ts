/** Where the page starts: connects it to VS Code, sends `ready`, and updates ages. */

import { App, type Host } from './app';

declare function acquireVsCodeApi(): Host;

/** How often the shown age of the data is updated. */
const AGE_UPDATE_MS = 5000;

function start(root: HTMLElement): void {
  const host = acquireVsCodeApi();
  const app = new App(root, host);
  const report = (error: unknown): void => {
    app.report(error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
  window.addEventListener('error', (event) => {
    report(event.error ?? event.message);
  });
  window.addEventListener('unhandledrejection', (event) => {
    report(event.reason);
  });
  window.addEventListener('message', (event) => {
    app.onMessage(event.data);
  });
  window.addEventListener('scrollend', () => {
    app.scrolled();
  });
  const tick = (): void => {
    setTimeout(() => {
      app.draw();
      tick();
    }, AGE_UPDATE_MS);
  };
  tick();
  app.start();
}

const root = document.getElementById('app');
if (root) start(root);
