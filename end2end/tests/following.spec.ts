import { expect, test } from '../fixtures';
import { Studio } from '../studio';

// At full quality, so that there is time to look elsewhere.
test.use({ settings: { RENDER_QUALITY: 'full' } });

test('the library and the list of steps follow a render to its end', async ({ member, page }) => {
  test.setTimeout(240_000);
  await member.prepare('15 seconds');
  await member.generate();
  const steps = await page.getByRole('link', { name: 'Every step' }).getAttribute('href');
  const second = await page.context().newPage();
  const timeline = new Studio(second, member.url);
  await timeline.open(steps ?? '/missing');
  await member.open('/projects');
  await expect(page.getByText(/^Rendering, \d+ %$/)).toBeVisible();
  await expect(second.getByText('This render is under way.')).toBeVisible();

  const card = page.getByRole('main').getByRole('article');
  await expect(card).toContainText(/Done/, { timeout: 180_000 });
  await expect(card.locator('img')).toHaveCount(1);
  await expect(second.getByText('Completed', { exact: true })).toBeVisible();
});
