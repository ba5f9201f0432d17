import type { WebSocketRoute } from '@playwright/test';
import { expect, test, type Page } from '../fixtures';
import { play, Studio } from '../studio';
import { Wire } from '../wire';

// At full quality, so that there is time to lose something.
const settings = { RENDER_QUALITY: 'full' };
const length = '15 seconds';
test.setTimeout(300_000);

test.describe('the server dies', () => {
  test.use({ settings, expectedErrors: /WebSocket|net::ERR_/ });

  test('in mid-render: it goes on after the restart, and the page comes back by itself', async ({ member, server, page }) => {
    await member.prepare(length);
    await member.generate();
    await member.reaches(30);
    await server.kill();
    await expect(page.getByText('The line is lost').first()).toBeVisible();
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

    expectNoGap(here);
    expectNoGap(there);
    const [first, last] = [Math.max(here[0], there[0]), Math.max(...here)];
    expect(Math.max(...there)).toBe(last);
    const shared = (seen: number[]) => seen.filter((seq) => seq >= first);
    expect(shared(there)).toEqual(shared(here));
    wire.remove();
    await context.close();
  });
});

const blocked: [string, (socket: WebSocketRoute) => void][] = [
  ['are refused', (socket) => void socket.close({ code: 1011 })],
  ['open and never say a word', () => {}],
];

for (const [how, treat] of blocked) {
  test.describe('sockets', () => {
    test.use({ expectedErrors: /WebSocket/ });

    test(`that ${how} do not hide how a render goes on`, async ({ member, page }) => {
      await page.routeWebSocket(/watch_execution/, treat);
      await member.prepare(length);
      await member.generate();
      await play(await member.finished());
    });
  });
}

/** The numbers of the events that reach a page, in the order of their arrival. */
function eventsOf(page: Page): number[] {
  const seen: number[] = [];
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      for (const [, seq] of payload.toString().matchAll(/"seq":(\d+)/g)) seen.push(Number(seq));
    });
  });
  return seen;
}

/** Each event once, and none left out. */
function expectNoGap(seen: number[]): void {
  expect(seen.length).toBeGreaterThan(2);
  expect(seen).toEqual(Array.from(seen, (_, at) => seen[0] + at));
}
