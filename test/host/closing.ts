import { after } from 'mocha';

interface Closable {
  close(): Promise<void>;
}

const opened = new Set<Promise<Closable>>();

/**
 * Closes what is being opened at the end of the test file as well: a hook that failed or ran out of time closes
 * nothing, and mocha would wait for the open programs forever. May close what is closed already.
 */
export function closeAtEnd<Opened extends Closable>(opening: Promise<Opened>): Promise<Opened> {
  opened.add(opening);
  return opening;
}

after('closes what was left open', async () => {
  for (const opening of opened) {
    const left = await opening.catch(() => undefined);
    await left?.close();
  }
});
