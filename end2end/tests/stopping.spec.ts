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
