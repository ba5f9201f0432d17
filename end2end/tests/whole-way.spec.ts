import { statSync } from 'node:fs';
import { expect, test } from '../fixtures';
import { Studio, play, topic } from '../studio';

test('a topic becomes a video that plays, is downloaded, and is shared with a stranger', async ({
  member,
  page,
  browser,
  listen,
}) => {
  await member.writeScripts();
  const frameworks = await page.getByRole('article').getByRole('heading').allTextContents();
  expect(new Set(frameworks).size, 'three different ads').toBe(3);

  await member.useScript(1);
  await member.choose('Avatar', /Leila/);
  await member.choose('Background', /Dusk/);
  await member.choose('Format', /1:1/);

  await member.step('Render');
  await member.generate();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  const video = await member.finished();

  const played = await play(video);
  expect([played.width, played.height]).toEqual([540, 540]);
  expect(played.seconds).toBeGreaterThan(8);
  expect(played.seconds).toBeLessThan(30);

  const downloading = page.waitForEvent('download');
  await member.download.click();
  const file = await (await downloading).path();
  expect(statSync(file).size).toBeGreaterThan(100_000);

  const link = await member.share();

  const stranger = await browser.newContext();
  listen(stranger);
  const shared = await stranger.newPage();
  await shared.goto(member.url + new URL(link).pathname);
  await expect(shared.getByRole('heading', { level: 1 })).toContainText(topic);
  const seen = await play(shared.locator('video[controls]'));
  expect([seen.width, seen.height]).toEqual([540, 540]);
  await stranger.close();

  await member.open('/projects');
  await expect(page.getByRole('main').getByRole('article').filter({ hasText: topic })).toHaveCount(1);
});

test.describe('two accounts', () => {
  test.use({ settings: { SIGNUP: 'open' }, expectedErrors: /status of 404/ });

  test('what belongs to somebody else is not there', async ({ member, page, browser }) => {
    await member.writeScripts();
    const project = new URL(page.url()).pathname;
    const context = await browser.newContext();
    const other = new Studio(await context.newPage(), member.url);
    await other.signUp('other@example.com');
    const [theirs, nobodys] = await Promise.all([
      other.page.request.get(member.url + project),
      other.page.request.get(member.url + '/projects/prj_00000000000000000000000000'),
    ]);
    expect([theirs.status(), nobodys.status()]).toEqual([404, 404]);
    await other.open(project);
    await expect(other.page.getByRole('heading', { level: 1 })).toHaveText('Nothing on this reel');
    await context.close();
  });
});
