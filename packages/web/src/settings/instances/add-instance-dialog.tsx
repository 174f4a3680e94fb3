import { Button } from '@mantine/core';
import { addInstance, testConnection } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { fieldErrors } from '../../api/problem.ts';
import { instancesQuery, myInstancesQuery } from '../../api/queries.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { notifyDone } from '../../theme/notify.ts';
import classes from './add-instance-dialog.module.css';
import { AddressStep, type Site } from './address-step.tsx';
import { type Application, ApplicationFields } from './application-fields.tsx';
import { ConnectionTest } from './connection-test.tsx';
import { RegisterApplication } from './register-application.tsx';

const steps = ['Address', 'Register Notelab', 'Application', 'Test connection'] as const;
type Step = (typeof steps)[number];

/** Where a wrong field is entered. */
const stepOfField: Record<string, Step> = {
  url: 'Address',
  name: 'Address',
  certificateAuthority: 'Address',
  proxy: 'Address',
  clientId: 'Application',
  clientSecret: 'Application',
};

interface AddInstanceDialogProps {
  /** Whether gitlab.com is there already. */
  hasGitLabCom: boolean;
  onClose: () => void;
}

/** Adds a GitLab site: where it is, its application, a look whether all is well. */
export function AddInstanceDialog({ hasGitLabCom, onClose }: AddInstanceDialogProps) {
  const client = useQueryClient();
  const [step, setStep] = useState<Step>('Address');
  const [site, setSite] = useState<Site>({
    isGitLabCom: !hasGitLabCom,
    url: '',
    name: '',
    certificateAuthority: '',
    proxy: '',
  });
  const [application, setApplication] = useState<Application>({ clientId: '', clientSecret: '' });
  const url = site.isGitLabCom ? 'https://gitlab.com' : site.url.trim();
  const name = (site.isGitLabCom ? '' : site.name.trim()) || nameOf(url);
  const { certificateAuthority, proxy } = site;
  const connection = { url, certificateAuthority, proxy };

  const add = useMutation({
    mutationFn: () => call(addInstance, { body: { ...connection, ...application, name } }),
    onSuccess: async (instance) => {
      await client.invalidateQueries({ queryKey: instancesQuery().queryKey });
      void client.invalidateQueries({ queryKey: myInstancesQuery().queryKey });
      notifyDone(`Added ${instance.name}. Everybody can now connect their account in Account Settings.`);
      onClose();
    },
    onError: (error) => {
      const wrong = Object.keys(fieldErrors(error)).map((field) => stepOfField[field]);
      const first = steps.find((one) => wrong.includes(one));
      if (first) setStep(first);
    },
  });
  const errors = fieldErrors(add.error);
  const index = steps.indexOf(step);
  const isLast = index === steps.length - 1;
  const missing = url === '' ? 'Address' : application.clientId.trim() === '' ? 'Application' : null;
  const next = () => {
    if (!isLast) setStep(steps[index + 1]!);
    else if (missing) setStep(missing);
    else add.mutate();
  };

  return (
    <Dialog
      onClose={onClose}
      size={720}
      flush
      onSubmit={next}
      title="Add a GitLab instance"
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <span className={classes.gap} />
          {index > 0 ? (
            <Button variant="default" onClick={() => setStep(steps[index - 1]!)}>
              Back
            </Button>
          ) : null}
          <Button
            type="submit"
            loading={add.isPending}
            disabled={step === missing || (isLast && missing !== null)}
          >
            {isLast ? 'Add instance' : 'Continue'}
          </Button>
        </>
      }
    >
      <div className={classes.columns}>
        <ol className={classes.steps} aria-label="Steps">
          {steps.map((one, at) => (
            <li key={one}>
              <button
                type="button"
                className={classes.step}
                aria-current={one === step ? 'step' : undefined}
                onClick={() => setStep(one)}
              >
                <span className={classes.number}>{at + 1}</span>
                {one}
              </button>
            </li>
          ))}
        </ol>
        <div className={classes.body}>
          {step === 'Address' ? (
            <AddressStep site={site} suggestedName={nameOf(url)} errors={errors} onChange={setSite}>
              {url === '' ? null : <ConnectionTest path={testConnection.path} body={connection} />}
            </AddressStep>
          ) : null}
          {step === 'Register Notelab' ? <RegisterApplication url={url} /> : null}
          {step === 'Application' ? (
            <ApplicationFields value={application} errors={errors} onChange={setApplication} />
          ) : null}
          {step === 'Test connection' ? (
            <ConnectionTest
              path={testConnection.path}
              body={{ ...connection, ...(missing === 'Application' ? {} : application) }}
              onFix={(check) => setStep(check === 'application' ? 'Application' : 'Address')}
            />
          ) : null}
          {add.error && Object.keys(errors).length === 0 ? (
            <ErrorPanel error={add.error} compact onRetry={() => add.mutate()} />
          ) : null}
        </div>
      </div>
    </Dialog>
  );
}

/** What people would call it: its address without the scheme. */
function nameOf(url: string): string {
  return url
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
    .slice(0, 100);
}
