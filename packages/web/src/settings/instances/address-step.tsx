import { SegmentedControl, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Advanced } from './advanced.tsx';
import { NameField } from './application-fields.tsx';
import { type Connection, ConnectionFields } from './connection-fields.tsx';

export interface Site extends Connection {
  isGitLabCom: boolean;
  url: string;
  /** Empty: the suggested one. */
  name: string;
}

interface AddressStepProps {
  site: Site;
  suggestedName: string;
  errors: Record<string, string>;
  onChange: (site: Site) => void;
  children: ReactNode;
}

/** Which GitLab, and how it is reached. */
export function AddressStep({ site, suggestedName, errors, onChange, children }: AddressStepProps) {
  const hasConnection = site.certificateAuthority !== '' || site.proxy !== '';
  const [opened, setOpened] = useState(hasConnection);
  const open = opened || 'certificateAuthority' in errors || 'proxy' in errors;
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label="Which GitLab"
        data={[
          { value: 'gitlab.com', label: 'gitlab.com' },
          { value: 'own', label: 'Your own GitLab' },
        ]}
        value={site.isGitLabCom ? 'gitlab.com' : 'own'}
        onChange={(value) => onChange({ ...site, isGitLabCom: value === 'gitlab.com' })}
      />
      {site.isGitLabCom ? null : (
        <>
          <TextInput
            label="Address"
            description="The start page of GitLab. It may lie under a path, such as https://example.com/gitlab."
            placeholder="https://gitlab.example.com"
            type="url"
            required
            withAsterisk={false}
            data-autofocus
            maxLength={500}
            value={site.url}
            error={errors.url}
            onChange={(event) => onChange({ ...site, url: event.currentTarget.value })}
          />
          <NameField
            value={site.name}
            suggestion={suggestedName}
            error={errors.name}
            onChange={(name) => onChange({ ...site, name })}
          />
        </>
      )}
      <Advanced title="Certificate authority and proxy" open={open} onToggle={() => setOpened(!open)}>
        <ConnectionFields
          value={site}
          errors={errors}
          onChange={(connection) => onChange({ ...site, ...connection })}
        />
      </Advanced>
      {children}
    </>
  );
}
