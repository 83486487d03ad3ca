/** AWS's Price List: from its files, and from its API where they cannot be reached. */

import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { AwsApi, PriceListDocument } from '../../../src/core/awsApi';
import { region } from '../../../src/core/ids';
import { bulkHost, pricingRegion } from '../../../src/aws/partitions';
import { IMPATIENT, PATIENT, problemIn, until, wanted } from './connect';
import { TROUBLES, withAnswers, withCloud } from './trouble';

const EAST = region('us-east-1');
const IRELAND = region('eu-west-1');
const NOWHERE = region('eu-west-9');
const CODES = ['AmazonBedrock', 'AmazonBedrockFoundationModels'] as const;

const fetched = (aws: AwsApi, regions = [EAST]): Promise<readonly PriceListDocument[]> =>
  aws.prices.fetch(regions, wanted());
const named = (documents: readonly PriceListDocument[]) =>
  documents.map(({ serviceCode, region: where, from }) => [serviceCode, where, from]);

interface Line {
  readonly product: { readonly attributes: { readonly usagetype: string; readonly regionCode: string } };
  readonly terms: unknown;
}

/** Usage types in a document, whichever way it came. */
function usageTypes({ from, content }: PriceListDocument): readonly string[] {
  const products =
    from === 'api'
      ? (content as readonly Line[]).map(({ product }) => product)
      : Object.values((content as { products: Record<string, Line['product']> }).products);
  return products.map(({ attributes }) => attributes.usagetype).sort();
}

describe('The Price List', function () {
  this.timeout(120_000);

  it('comes from the files, both service codes of each Region, without anybody’s keys', () =>
    withCloud({}, async (aws, simulator) => {
      const documents = await fetched(aws, [EAST, IRELAND, EAST]);
      assert.deepEqual(named(documents), [
        ['AmazonBedrock', EAST, 'bulk'],
        ['AmazonBedrock', IRELAND, 'bulk'],
        ['AmazonBedrockFoundationModels', EAST, 'bulk'],
        ['AmazonBedrockFoundationModels', IRELAND, 'bulk'],
      ]);
      for (const document of documents) assert.ok(usageTypes(document).length > 5, document.serviceCode);
      assert.ok(
        simulator.calls.all.every(({ accessKeyId, operation }) => accessKeyId === '' && operation === 'BulkFile'),
      );
    }));

  it('leaves out a Region that has no file, and asks nothing for no Region', () =>
    withCloud({}, async (aws, simulator) => {
      assert.deepEqual(named(await fetched(aws, [NOWHERE])), []);
      assert.deepEqual(simulator.calls.count('GetProducts'), 0);
      simulator.calls.clear();
      assert.deepEqual(await fetched(aws, []), []);
      assert.equal(simulator.calls.all.length, 0);
    }));

  it('is the same from the API, all pages, where the files cannot be reached', () =>
    withCloud({}, async (aws, simulator) => {
      const files = await fetched(aws);
      simulator.faults.add({ kind: 'reset', operation: 'BulkFile' });
      const documents = await fetched(aws);
      assert.deepEqual(
        named(documents),
        CODES.map((code) => [code, EAST, 'api']),
      );
      assert.deepEqual(documents.map(usageTypes), files.map(usageTypes));
      assert.ok(simulator.calls.count('GetProducts') > 2);
      assert.ok(
        simulator.calls
          .select({ operation: 'GetProducts' })
          .every(({ parameters }) => JSON.stringify(parameters.Filters).includes(EAST)),
      );
    }));

  for (const kind of ['deny', 'serverError', 'hang', 'drop'] as const)
    it(`is taken from the API where the files’ host is in trouble: ${kind}`, () =>
      withCloud({ timeouts: { ...PATIENT, answerMs: 3_000 } }, async (aws, simulator) => {
        simulator.faults.add({ kind, operation: 'BulkFile' });
        assert.deepEqual(
          named(await fetched(aws)),
          CODES.map((code) => [code, EAST, 'api']),
        );
      }));

  for (const [kind, code] of TROUBLES)
    it(`that neither way gives is a problem of the API’s: ${kind}, ${code}`, () =>
      withCloud({ timeouts: IMPATIENT }, async (aws, simulator) => {
        simulator.faults.add({ kind: 'reset', operation: 'BulkFile' });
        simulator.faults.add({ kind, operation: 'GetProducts' });
        const { detail } = await problemIn(fetched(aws), code);
        assert.equal(detail.action, 'pricing:GetProducts');
      }));

  it('is asked for in the nearest Region of the API', () =>
    withCloud({ region: 'eu-west-1' }, async (aws, simulator) => {
      simulator.faults.add({ kind: 'reset', operation: 'BulkFile' });
      await fetched(aws, [IRELAND]);
      assert.deepEqual(
        new Set(simulator.calls.select({ operation: 'GetProducts' }).map((call) => call.region)),
        new Set(['eu-central-1']),
      );
    }));

  it('that is no longer wanted is not asked for in another way', () =>
    withCloud({}, async (aws, simulator) => {
      const stop = new AbortController();
      simulator.faults.add({ kind: 'hang', operation: 'BulkFile' });
      const asking = aws.prices.fetch([EAST], stop.signal);
      await until('both indexes have hung', () => simulator.calls.count('BulkFile') === 2);
      stop.abort();
      await assert.rejects(asking, { name: 'AbortError' });
      assert.equal(simulator.calls.count('GetProducts'), 0);
    }));
});

describe('Where the Price List is', () => {
  it('is the partition’s host; GovCloud’s prices are with the commercial ones', () => {
    assert.equal(bulkHost('eu-west-1'), 'https://pricing.us-east-1.amazonaws.com');
    assert.equal(bulkHost('us-gov-west-1'), 'https://pricing.us-east-1.amazonaws.com');
    assert.equal(bulkHost('cn-north-1'), 'https://pricing.cn-north-1.amazonaws.com.cn');
  });

  it('is one of three Regions for the API, and none for GovCloud’s credentials', () => {
    const near = [
      'us-west-2',
      'sa-east-1',
      'eu-west-1',
      'me-central-1',
      'ap-northeast-1',
      'cn-north-1',
      'us-gov-west-1',
    ];
    assert.deepEqual(near.map(pricingRegion), [
      'us-east-1',
      'us-east-1',
      'eu-central-1',
      'eu-central-1',
      'ap-south-1',
      'cn-northwest-1',
      undefined,
    ]);
  });
});

/** Serves an index and one file; answers the API with a refusal, and tells what was asked. */
const files =
  (asked: string[], index: string, file: (response: ServerResponse) => void) =>
  (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    const { url = '' } = request;
    asked.push(`${request.method ?? ''} ${url}${request.headers.authorization === undefined ? '' : ' signed'}`);
    if (url.endsWith('region_index.json')) response.writeHead(200).end(index);
    else if (request.method === 'GET') file(response);
    else
      response
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.1' })
        .end('{"__type":"AccessDeniedException","message":"no"}');
  };
const indexOf = (url: unknown): string =>
  JSON.stringify({ regions: { 'us-east-1': { regionCode: 'us-east-1', currentVersionUrl: url } } });

describe('A file of the Price List', function () {
  this.timeout(120_000);

  it('is read unsigned and passed on as it is', async () => {
    const asked: string[] = [];
    const serve = files(asked, indexOf('/offers/a.json'), (response) =>
      response.writeHead(200).end('{"any":["thing"]}'),
    );
    await withAnswers(serve, async (aws) => {
      assert.deepEqual(
        (await fetched(aws)).map(({ content }) => content),
        [{ any: ['thing'] }, { any: ['thing'] }],
      );
    });
    assert.ok(asked.length === 4 && asked.every((line) => line.startsWith('GET /offers/') && !line.endsWith('signed')));
  });

  it('is left out where its service code has no index', () =>
    withAnswers(
      (request, response) => {
        request.resume();
        const { url = '' } = request;
        if (url.includes('FoundationModels')) response.writeHead(403).end('<Error/>');
        else response.writeHead(200).end(url.endsWith('region_index.json') ? indexOf('/offers/a.json') : '{}');
      },
      async (aws) => {
        assert.deepEqual(named(await fetched(aws)), [['AmazonBedrock', EAST, 'bulk']]);
      },
    ));

  for (const [what, index, file] of [
    ['an index that is not JSON', '<html>', '{}'],
    ['an index without Regions', '{}', '{}'],
    ['an index that points to another host', indexOf('https://prices.example/a.json'), '{}'],
    ['an index that points nowhere', indexOf(7), '{}'],
    ['a file that is not JSON', indexOf('/offers/a.json'), '<html>'],
  ] as const)
    it(`is not believed, and the API is asked: ${what}`, async () => {
      const asked: string[] = [];
      await withAnswers(
        files(asked, index, (response) => response.writeHead(200).end(file)),
        async (aws) => {
          const { detail } = await problemIn(fetched(aws), 'denied');
          assert.equal(detail.action, 'pricing:GetProducts');
        },
      );
      assert.ok(asked.some((line) => line.startsWith('POST') && line.endsWith('signed')));
    });

  for (const [what, answer] of [
    ['is missing', (response: ServerResponse) => response.writeHead(404).end()],
    ['redirects', (response: ServerResponse) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['is larger than any price list', endless],
  ] as const)
    it(`that ${what} is asked for from the API`, () =>
      withAnswers(files([], indexOf('/offers/a.json'), answer), async (aws) => {
        await problemIn(fetched(aws), 'denied');
      }));

  it('that never comes to its end is given up at the deadline', () =>
    withAnswers(
      files([], indexOf('/offers/a.json'), (response) => response.writeHead(200).write('{')),
      async (aws) => {
        await problemIn(fetched(aws), 'denied');
      },
      { timeouts: { ...IMPATIENT, deadlineMs: 1_000 } },
    ));

  it('of GovCloud that cannot be reached is the files’ own problem', () =>
    withAnswers(
      (request, response) => {
        request.resume();
        response.writeHead(503).end();
      },
      async (aws) => {
        const { detail } = await problemIn(fetched(aws), 'server');
        assert.equal(detail.action, 'pricing:BulkFile');
      },
      { region: 'us-gov-west-1' },
    ));

  it('from the API that is not JSON is broken', () =>
    withAnswers(
      (request, response) => {
        request.resume();
        if (request.method === 'GET') response.writeHead(503).end();
        else response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end('{"PriceList":["<"]}');
      },
      async (aws) => {
        await problemIn(fetched(aws), 'broken-answer');
      },
    ));
});

function* spaces(): Iterable<Buffer> {
  for (;;) yield Buffer.alloc(1024 * 1024, ' ');
}

/** Sends and sends, until nobody reads any more. */
function endless(response: ServerResponse): void {
  response.writeHead(200);
  pipeline(Readable.from(spaces()), response, () => undefined);
}
