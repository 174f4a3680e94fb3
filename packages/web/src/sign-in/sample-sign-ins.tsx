import { UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { Role } from '@notelab/contract';
import { IconArrowRight } from '@tabler/icons-react';
import { Chip } from '../theme/chip.tsx';
import { PersonPicture } from '../theme/person-picture.tsx';
import { SectionTitle } from '../theme/section-title.tsx';
import entrance from './entrance.module.css';
import classes from './sample-sign-ins.module.css';

interface Sample {
  email: string;
  password: string;
  role: Role;
}

interface SampleSignInsProps {
  samples: Sample[];
  busyEmail: string | null;
  onChoose: (sample: { email: string; password: string }) => void;
}

/** The sign-ins of a sample installation, each entered with one click. Nothing elsewhere. */
export function SampleSignIns({ samples, busyEmail, onChoose }: SampleSignInsProps) {
  if (samples.length === 0) return null;
  return (
    <section className={entrance.divider} aria-labelledby="sample-sign-ins">
      <SectionTitle id="sample-sign-ins">Sample installation</SectionTitle>
      <div className={classes.rows}>
        {samples.map(({ email, password, role }) => (
          <UnstyledButton
            key={email}
            className={classes.row}
            disabled={busyEmail !== null}
            onClick={() => onChoose({ email, password })}
          >
            <PersonPicture name={email.split('@')[0] ?? email} />
            <span className={classes.email}>
              <VisuallyHidden>Sign in as </VisuallyHidden>
              {email}
            </span>
            <Chip>{role}</Chip>
            <IconArrowRight size={15} className={classes.arrow} aria-hidden />
          </UnstyledButton>
        ))}
      </div>
    </section>
  );
}
