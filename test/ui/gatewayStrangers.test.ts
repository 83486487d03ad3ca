/**
 * Web pages that attack the gateway, in a real browser. They even know its port and a good secret; still no call of
 * theirs is made, and they read nothing.
 */

import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import type { PlaceCatalog } from '../../src/core/gateway/chooseProfile';
import { arn } from '../../src/core/ids';
import { modelArns, owned, SONNET } from '../unit/core/builders';
import { openTestGateway, type TestGateway } from '../unit/gateway/testGateway';
import { standIn, type StandIn } from '../unit/gateway/upstream';
import { launchBrowser } from './page/browser';
import { until } from './tally';

const EVIL = 'evil.example';
const FLAGS = [
  `--host-resolver-rules=MAP ${EVIL} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost`,
  // This browser keeps public pages from loopback by itself. Not each browser does, so the gateway has to.
  '--disable-features=BlockInsecurePrivateNetworkRequests,LocalNetworkAccessChecks',
];
const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3d4e5f6';
const mine = owned('mine', 'platform', 'jane', { arn: arn(PROFILE), models: modelArns(['us-east-1']) });
const CATALOG: PlaceCatalog = { profiles: [mine], sources: [], isMine: () => true };

/** An answer that the browser received from the gateway. */
interface Seen {
  readonly request: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a page tries: programs that get the gateway's URL, and resolve to what the page could read. */
const ATTACKS: Readonly<Record<string, string>> = {
  'fetch, simple': `fetch(call, { method: 'POST', body: '{}' }).then((answer) => answer.text())`,
  'fetch without CORS': `fetch(call, { method: 'POST', body: '{}', mode: 'no-cors' }).then((answer) => answer.text())`,
  'fetch with a preflight': `fetch(call, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
    .then((answer) => answer.text())`,
  'fetch with a bearer token': `fetch(list, { headers: { authorization: 'Bearer ' + secret } })
    .then((answer) => answer.text())`,
  'fetch of a list': `fetch(list).then((answer) => answer.text())`,
  'fetch of a list without CORS': `fetch(list, { mode: 'no-cors' }).then((answer) => answer.text())`,
  beacon: `navigator.sendBeacon(call, '{}') && ''`,
  picture: `new Promise((done, fail) => {
    Object.assign(new Image(), { onload: () => done('loaded'), onerror: fail, src: list });
  })`,
  script: `new Promise((done, fail) => {
    const script = Object.assign(document.createElement('script'), { onload: () => done('ran'), onerror: fail, src: list });
    document.head.append(script);
  })`,
  events: `new Promise((done, fail) => {
    const events = new EventSource(list);
    events.onopen = () => done('open');
    events.onerror = () => { events.close(); fail(); };
  })`,
  'web socket': `new Promise((done, fail) => {
    const socket = new WebSocket(call.replace('http', 'ws'));
    socket.onopen = () => done('open');
    socket.onerror = fail;
  })`,
  form: `new Promise((done) => {
    const frame = document.createElement('iframe');
    frame.name = 'into';
    document.body.append(frame);
    const form = Object.assign(document.createElement('form'), {
      method: 'post', action: call, target: 'into', enctype: 'text/plain',
    });
    form.append(Object.assign(document.createElement('input'), { name: '{"messages":[],"x":"', value: '"}' }));
    document.body.append(form);
    frame.onload = () => { try { done(frame.contentDocument.body.textContent); } catch { done(''); } };
    form.submit();
  })`,
  frame: `new Promise((done) => {
    const frame = document.createElement('iframe');
    frame.onload = () => { try { done(frame.contentDocument.body.textContent); } catch { done(''); } };
    frame.src = list;
    document.body.append(frame);
  })`,
};

describe('a web page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let bedrock: StandIn;
  let opened: TestGateway;
  let site: Server;
  let page: Page;
  let seen: Promise<Seen>[];

  before(async () => {
    browser = await launchBrowser(FLAGS);
    site = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><body>A page</body>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    await browser.close();
    site.closeAllConnections();
    site.close();
  });
  beforeEach(async () => {
    bedrock = await standIn((response) => response.end('{"usage":{"inputTokens":1,"outputTokens":1}}'));
    opened = await openTestGateway({ upstream: bedrock.url, catalog: CATALOG });
    page = await browser.newPage();
    seen = [];
    page.on('response', (answer) => {
      if (!answer.url().includes(`:${opened.gateway.port}/`)) return;
      const headers = answer.allHeaders();
      const request = `${answer.request().method()} ${new URL(answer.url()).host}`;
      seen.push(headers.then((found) => ({ request, status: answer.status(), headers: found })));
    });
  });
  afterEach(async () => {
    await page.close();
    await opened.close();
    await bedrock.close();
  });

  const pageAt = (name: string): string => `http://${name}:${(site.address() as AddressInfo).port}/`;

  /** What the page reads; undefined where the browser gives it nothing. */
  async function attempt(attack: string, host: string): Promise<string | undefined> {
    const base = `http://${host}:${opened.gateway.port}/${opened.secret}`;
    const program = `((secret, call, list) => ${attack})(${JSON.stringify(opened.secret)},
      ${JSON.stringify(`${base}/model/${SONNET}/converse`)}, ${JSON.stringify(`${base}/inference-profiles`)})`;
    return page.evaluate<string>(program).catch(() => undefined);
  }

  /** No call went to Bedrock, and each answer is a refusal that no page may read. */
  async function expectRefused(attack: string): Promise<void> {
    // A page does not wait for the answer to a beacon.
    await until(() => Promise.resolve(opened.lines.length > 0), true);
    assert.deepEqual(bedrock.received, [], attack);
    for (const { request, status, headers } of await Promise.all(seen)) {
      assert.ok(status >= 400 && status < 500, `${attack}: ${request} was answered with ${status}`);
      assert.deepEqual(
        Object.keys(headers).filter((name) => name.startsWith('access-control-')),
        [],
      );
    }
    assert.ok(
      opened.lines.every((line) => /^refused: (origin|address)$/.test(line)),
      opened.lines.join(),
    );
  }

  it('would be noticed if a call of it were made', async () => {
    const body = JSON.stringify({ messages: [] });
    const answer = await fetch(`${opened.url}/model/${SONNET}/converse`, { method: 'POST', body });
    assert.equal(answer.status, 200);
    assert.equal(bedrock.received.length, 1);
  });

  for (const [name, attack] of Object.entries(ATTACKS))
    it(`of another site gets nothing by ${name}`, async () => {
      await page.goto(pageAt(EVIL));
      const read = await attempt(attack, '127.0.0.1');
      assert.ok(read === undefined || read === '', `${name} read ${read}`);
      await expectRefused(name);
    });

  it('of another port of this machine gets nothing either', async () => {
    for (const name of ['fetch, simple', 'fetch of a list', 'picture', 'form']) {
      await page.goto(pageAt('127.0.0.1'));
      const read = await attempt(ATTACKS[name] ?? '', '127.0.0.1');
      assert.ok(read === undefined || read === '', `${name} read ${read}`);
      await expectRefused(name);
    }
  });

  it('whose name became this machine’s after it was loaded (DNS rebinding) reads a refusal alone', async () => {
    for (const host of [EVIL, 'localhost', '127.0.0.1']) {
      const own = `http://${host}:${opened.gateway.port}/`;
      // The page itself came from somewhere else.
      await page.route(own, (route) => route.fulfill({ contentType: 'text/html', body: '<body>A page</body>' }));
      await page.goto(own);
      seen.length = 0;
      for (const name of ['fetch, simple', 'fetch with a preflight', 'fetch of a list', 'frame', 'web socket']) {
        const read = await attempt(ATTACKS[name] ?? '', host);
        if (read !== undefined) assert.match(read, /isn’t addressed to|doesn’t accept requests of web pages/, name);
        await expectRefused(name);
      }
    }
  });

  it('that leads the user to the gateway gets nothing shown', async () => {
    await page.goto(pageAt(EVIL));
    await page.evaluate(`location.href = ${JSON.stringify(`${opened.url}/inference-profiles`)}`);
    await page.waitForURL(/inference-profiles$/);
    assert.match((await page.locator('body').textContent()) ?? '', /doesn’t accept requests of web pages/);
    await expectRefused('navigation');
  });
});
