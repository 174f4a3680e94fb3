import { Button, FileButton, Textarea, TextInput } from '@mantine/core';
import type { Instance } from '@notelab/contract';
import { useState } from 'react';
import { dayOf } from '../../theme/time-words.ts';
import classes from './connection-fields.module.css';

export interface Connection {
  certificateAuthority: string;
  proxy: string;
}

interface ConnectionFieldsProps {
  value: Connection;
  errors: Record<string, string>;
  onChange: (value: Connection) => void;
  /** What is stored, when there is something. */
  stored?: Pick<Instance, 'certificateAuthority' | 'proxy'>;
}

const maxFileBytes = 200_000;

/** What few instances need: a certificate authority of their own, a proxy on the way. */
export function ConnectionFields({ value, errors, onChange, stored }: ConnectionFieldsProps) {
  const [fileError, setFileError] = useState<string>();
  const readFile = async (file: File | null) => {
    if (!file) return;
    if (file.size > maxFileBytes) return setFileError('This file is too large for a certificate.');
    setFileError(undefined);
    onChange({ ...value, certificateAuthority: await file.text() });
  };
  const isStored = stored?.certificateAuthority?.pem === value.certificateAuthority;
  return (
    <>
      <div>
        <Textarea
          label="Certificate authority"
          description="Only when GitLab’s certificate comes from an authority of your own: its certificate in PEM, or several."
          placeholder="-----BEGIN CERTIFICATE-----"
          autosize
          minRows={3}
          maxRows={6}
          maxLength={200_000}
          spellCheck={false}
          classNames={{ input: classes.pem }}
          value={value.certificateAuthority}
          error={errors.certificateAuthority ?? fileError}
          onChange={(event) => onChange({ ...value, certificateAuthority: event.currentTarget.value })}
        />
        <div className={classes.under}>
          <FileButton onChange={(file) => void readFile(file)} accept=".pem,.crt,.cer,application/x-pem-file">
            {(props) => (
              <Button {...props} variant="default" size="compact-xs">
                Choose file
              </Button>
            )}
          </FileButton>
          {isStored
            ? stored?.certificateAuthority?.certificates.map(({ subject, validUntil }) => (
                <span key={subject + validUntil}>
                  {subject}, valid until {dayOf(validUntil)}
                </span>
              ))
            : null}
        </div>
      </div>
      <TextInput
        label="Proxy"
        description={
          stored?.proxy?.hasCredentials && stored.proxy.url === value.proxy
            ? 'Its user name and password are kept. To change them, enter http://user:password@host:port.'
            : 'Only when this server reaches GitLab through one: http://host:port or http://user:password@host:port.'
        }
        placeholder="http://proxy.example.com:3128"
        maxLength={1000}
        autoComplete="off"
        value={value.proxy}
        error={errors.proxy}
        onChange={(event) => onChange({ ...value, proxy: event.currentTarget.value })}
      />
    </>
  );
}
