import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Colours change gradually: in between, a text may have less contrast than before and after. */
async function coloursAtRest(screen: Page): Promise<void> {
  await screen.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation instanceof CSSTransition)
        .map(({ finished }) => finished),
    ),
  );
}

/**
 * What axe finds on the screen as it is: everything in light, in dark what depends on the colours.
 * @param part the only part that is looked at
 */
export async function faultsOf(screen: Page, part?: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await screen.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(screen.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await coloursAtRest(screen);
    const axe = new AxeBuilder({ page: screen });
    if (part) axe.include(part);
    if (colorScheme === 'dark') axe.withRules(['color-contrast']);
    const { violations } = await axe.analyze();
    for (const { id, impact, nodes } of violations)
      if (impact === 'serious' || impact === 'critical')
        for (const { target, failureSummary } of nodes)
          found.push(`${colorScheme} ${id}: ${target.join(' ')}: ${failureSummary}`);
  }
  return found;
}
