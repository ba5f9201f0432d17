import { expect, test } from '../fixtures';
import { play } from '../studio';

test.describe('a long render', () => {
  test.use({ settings: { RENDER_QUALITY: 'full' } });

  test('is cancelled at once, and may be tried again', async ({ member, page }) => {
    test.setTimeout(300_000);
    await member.prepare();
    await member.generate();
    await member.reaches(5);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeVisible({ timeout: 3_000 });
    await member.reload();
    await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeVisible();

    await page.getByRole('button', { name: 'Retry' }).click();
    await play(await member.finished());
  });
});

test.describe('a second render stops', () => {
  test('the finished video stays in reach, and what was changed since can be rendered', async ({ member, server, page }) => {
    await member.prepare();
    await member.generate();
    await member.finished();
    await server.kill();
    await server.run({ STEP_DEADLINE: '50ms' });
    await member.open(new URL(page.url()).pathname + '?step=customize');
    await member.choose('Format', /1:1/);
    await page.getByRole('button', { name: 'Price and time' }).click();
    await page.getByRole('button', { name: 'Generate video' }).click();
    await expect(page.getByRole('alert')).toContainText(/Stopped at/i, { timeout: 30_000 });
    const finished = page.getByRole('region', { name: 'Finished videos of this ad' });
    const anew = page.getByRole('link', { name: 'Generate with your changes' });
    await expect(finished.getByRole('link')).toContainText('9:16');
    await expect(anew).toHaveCount(0);

    await member.step('Customize');
    await member.choose('Avatar', /Henrik/);
    await member.step('Render');
    await anew.click();
    await expect(page.getByRole('button', { name: 'Generate video' })).toBeVisible();
    await finished.getByRole('link').click();
    await play(await member.finished());
  });
});

test.describe('a step takes too long', () => {
  test.use({ settings: { STEP_DEADLINE: '50ms' } });

  test('the page says which step failed and why, and a retry finishes the ad', async ({ member, server, page }) => {
    await member.prepare();
    await page.getByRole('button', { name: 'Generate video' }).click();
    const alert = page.getByRole('alert');
    await expect(alert).toBeVisible({ timeout: 30_000 });
    await expect(alert).toContainText(/Stopped at (speech|presenter|compose|publish)/i);

    await server.kill();
    await server.run({ STEP_DEADLINE: '10m' });
    await member.reload();
    await page.getByRole('button', { name: 'Retry' }).click();
    await play(await member.finished());
  });
});
