import { UnstyledButton } from '@mantine/core';
import type { Checkout, Submodule } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useAdminNames } from '../../settings/use-admin-names.ts';
import { Chip } from '../../theme/chip.tsx';
import { SectionTitle } from '../../theme/section-title.tsx';
import panel from '../git-panel/git-panel.module.css';
import { useOperations } from '../operations/operations-context.tsx';
import { isUnfinished } from '../operations/unfinished.ts';
import classes from './linked-content.module.css';
import { submodulesQuery } from './linked-content-queries.ts';
import { stateOf, whyNotFetched } from './submodule-words.ts';
import { useLinkedContentActions } from './use-linked-content-actions.ts';

/** The submodules of a checkout: where each comes from, what is wanted and what is there. */
export function SubmodulesSection({ checkout, canUpdate }: { checkout: Checkout; canUpdate: boolean }) {
  const { data: submodules } = useQuery(submodulesQuery(checkout.id));
  const { updateSubmodules } = useLinkedContentActions();
  const { operations } = useOperations();
  const admins = useAdminNames();
  if (!submodules || submodules.length === 0) return null;
  const isUpdating = operations.some(
    (one) => one.checkoutId === checkout.id && one.kind === 'update-submodules' && isUnfinished(one),
  );
  const isBehind = submodules.some(
    ({ access, pinned, checkedOut }) => access === 'connected' && pinned !== checkedOut,
  );
  return (
    <section aria-label="Submodules">
      <SectionTitle
        count={submodules.length}
        action={
          canUpdate && isBehind && !isUpdating ? (
            <UnstyledButton className={panel.titleAction} onClick={() => void updateSubmodules(checkout)}>
              Update submodules
            </UnstyledButton>
          ) : null
        }
      >
        Submodules
      </SectionTitle>
      <ul className={classes.list}>
        {submodules.map((submodule) => (
          <SubmoduleRow key={submodule.path} submodule={submodule} admins={admins} />
        ))}
      </ul>
    </section>
  );
}

function SubmoduleRow({ submodule, admins }: { submodule: Submodule; admins: string | null }) {
  const { path, url, repositoryPath } = submodule;
  const { words, tone, title } = stateOf(submodule);
  const reason = whyNotFetched(submodule, admins);
  return (
    <li className={classes.submodule}>
      <div className={classes.row}>
        <span className={classes.path} title={path}>
          {path}
        </span>
        <Chip tone={tone} title={title}>
          {words}
        </Chip>
      </div>
      <p className={classes.from} title={url}>
        {repositoryPath ?? url}
      </p>
      {reason ? <p className={classes.hint}>{reason}</p> : null}
    </li>
  );
}
