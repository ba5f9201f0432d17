import { expect, test, type Page } from '../fixtures';
import { play, Studio } from '../studio';
import { Wire } from '../wire';

// At full quality, so that there is time to lose something.
const settings = { RENDER_QUALITY: 'full' };
const length = '15 seconds';
test.setTimeout(300_000);

test.describe('the server dies', () => {
  test.use({ settings, expectedErrors: /WebSocket|net::ERR_/ });

  test('in mid-render: it goes on after the restart, and the page comes back by itself', async ({ member, server }) => {
    await member.prepare(length);
    await member.generate();
    await member.reaches(30);
    await server.kill();
    await server.run(settings);
    await play(await member.finished());
  });
});

test.describe('two browsers', () => {
  test.use({ settings, expectedErrors: /WebSocket|net::ERR_/ });

  test('see the same events in order, though one of them loses its line', async ({ member, server, page, browser, listen }) => {
    await member.prepare(length);
    const wire = await Wire.to(server.port);
    const context = await browser.newContext();
    listen(context);
    const far = await context.newPage();
    const other = new Studio(far, wire.url);
    await other.logIn();

    const [here, there] = [eventsOf(page), eventsOf(far)];
    await member.generate();
    await other.open(new URL(page.url()).pathname + new URL(page.url()).search);
    await other.reaches(15);
    wire.cut();
    const left = await member.percent();
    await member.reaches(left + 10);
    wire.mend();
    await Promise.all([member.finished(), other.finished()]);

    expectNoGap([...here]);
    expectNoGap([...there]);
    const [first, last] = [Math.max(Math.min(...here), Math.min(...there)), Math.max(...here)];
    expect(Math.max(...there)).toBe(last);
    const shared = (seen: Set<number>) => [...seen].filter((seq) => seq >= first);
    expect(shared(there)).toEqual(shared(here));
    wire.remove();
    await context.close();
  });
});

/** The numbers of the events that reach a page, each once, in the order of their arrival. */
function eventsOf(page: Page): Set<number> {
  const seen = new Set<number>();
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      for (const [, seq] of payload.toString().matchAll(/"seq":(\d+)/g)) seen.add(Number(seq));
    });
  });
  return seen;
}

function expectNoGap(seen: number[]): void {
  expect(seen.length).toBeGreaterThan(2);
  expect(seen).toEqual(Array.from(seen, (_, at) => seen[0] + at));
}
