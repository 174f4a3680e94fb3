import { Menu } from '@mantine/core';
import { type Checkout, type PullWay, setPullWay } from '@notelab/contract';
import { IconCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { checkoutsQuery } from '../../api/queries.ts';
import { notifyProblem } from '../../theme/notify.ts';

const words: Record<PullWay, string> = {
  merge: 'Merge GitLab’s commits',
  rebase: 'Rebase own commits',
};

/** Items of the “···” menu: how a pull goes on when both sides have new commits. */
export function PullWayItems({ checkout }: { checkout: Checkout }) {
  const client = useQueryClient();
  const choose = async (pullWay: PullWay) => {
    try {
      await call(setPullWay, { params: { checkoutId: checkout.id }, body: { pullWay } });
    } catch (error) {
      notifyProblem(error);
    }
    await client.invalidateQueries({ queryKey: checkoutsQuery(checkout.projectId).queryKey });
  };
  return (
    <>
      <Menu.Label>Pull, when both sides have commits</Menu.Label>
      {(['merge', 'rebase'] as const).map((way) => (
        <Menu.Item
          key={way}
          role="menuitemradio"
          aria-checked={checkout.pullWay === way}
          leftSection={
            checkout.pullWay === way ? <IconCheck size={15} /> : <IconCheck size={15} visibility="hidden" />
          }
          onClick={() => void choose(way)}
        >
          {words[way]}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}
