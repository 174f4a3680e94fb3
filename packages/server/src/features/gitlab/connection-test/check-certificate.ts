import { inspectCertificate, parseCertificates, type SeenCertificate } from '@notelab/gitlab';
import { explainFailure, rawOf } from './explain-failure.ts';
import { type Finding, failed, ok, type TestTarget, warning } from './finding.ts';

const soonMs = 14 * 24 * 60 * 60_000;

/** Is it GitLab that answers, as far as its certificate says: trusted, for this name, valid today? */
export async function checkCertificate(
  { url, host, connection }: TestTarget,
  signal: AbortSignal,
): Promise<Finding> {
  const { hostname, protocol } = new URL(url);
  if (protocol === 'http:') return explainPlain(hostname);
  try {
    const seen = await inspectCertificate(url, connection, signal);
    return explainCertificate(seen, { hostname, authority: connection.ca ?? null, now: new Date() });
  } catch (failure) {
    if (signal.aborted) return explainFailure(failure, { host, proxy: connection.proxy?.url ?? null });
    return failed(`${host} does not answer in HTTPS.`, {
      why: 'Something listens there, but it does not encrypt as HTTPS does.',
      next: 'Check the port. If this GitLab has no certificate at all, its address begins with http://.',
      raw: rawOf(failure),
    });
  }
}

function explainPlain(hostname: string): Finding {
  if (/^(localhost|127\..*|\[::1\])$/.test(hostname))
    return ok('No certificate is needed: this address leads to the machine itself.');
  return warning('Nothing is encrypted: the address begins with http://.', {
    why: 'Whoever is between Notelab and GitLab can read everybody’s access and code.',
    next: 'Use the https:// address when this GitLab has one.',
  });
}

/** Says in words what is wrong with a certificate, everything at once: whoever renews it does so once. */
export function explainCertificate(
  seen: SeenCertificate,
  { hostname, authority, now }: { hostname: string; authority: string | null; now: Date },
): Finding {
  const { subject, issuer, names, validFrom, validUntil } = seen;
  const raw = [
    `Certificate: ${subject}`,
    `Issued by: ${issuer}`,
    `Names: ${names.join(', ') || 'none'}`,
    `Valid: ${toDay(validFrom)} to ${toDay(validUntil)}`,
    ...(seen.distrust ? [`OpenSSL: ${seen.distrust}`] : []),
  ].join('\n');
  const problems = [
    explainDates(seen, now),
    seen.isForHost ? null : explainNames(names, hostname),
    explainDistrust(seen, authority, now),
  ].filter((problem) => problem !== null);
  const [first, ...others] = problems;
  if (first) {
    return failed(first.summary, {
      why: [first.why, ...others.map(({ summary }) => `Also: ${lowerFirst(summary)}`)].join(' '),
      next: [first, ...others].map(({ next }) => next).join(' '),
      raw,
    });
  }
  const left = validUntil.getTime() - now.getTime();
  const validity = `valid until ${toDay(validUntil)}`;
  if (left < soonMs) {
    return warning(`The certificate is trusted, but ${validity} only.`, {
      why: `It was issued by ${issuer}. After that day nobody can work with this GitLab.`,
      next: 'Whoever runs this GitLab should renew it now.',
      raw,
    });
  }
  return ok(`The certificate is trusted: issued by ${issuer}, ${validity}.`, { raw });
}

interface CertificateProblem {
  summary: string;
  why: string;
  next: string;
}

function explainDates({ validFrom, validUntil }: SeenCertificate, now: Date): CertificateProblem | null {
  if (validUntil < now) {
    return {
      summary: `The certificate expired on ${toDay(validUntil)}.`,
      why: `Today is ${toDay(now)} by Notelab’s clock.`,
      next: 'Whoever runs this GitLab must renew its certificate.',
    };
  }
  if (validFrom > now) {
    return {
      summary: `The certificate is not valid before ${toMinute(validFrom)}.`,
      why: `By Notelab’s clock it is ${toMinute(now)}. One of the two clocks is wrong, or the certificate was made for later.`,
      next: 'Check the clock of the machine that Notelab runs on.',
    };
  }
  return null;
}

function explainNames(names: string[], hostname: string): CertificateProblem {
  const good = names.length > 0 ? names.slice(0, 5).join(', ') : 'no name at all';
  return {
    summary: `The certificate is for another name: ${good}, not ${hostname}.`,
    why: 'It belongs to another site, or to this one under another address.',
    next: 'Enter the address that the certificate is for, or have one issued for this name.',
  };
}

function explainDistrust(
  seen: SeenCertificate,
  authority: string | null,
  now: Date,
): CertificateProblem | null {
  const { distrust, issuer, subject, isSelfSigned } = seen;
  if (distrust === null) return null;
  // That was said with the dates.
  if (distrust === 'CERT_HAS_EXPIRED' && seen.validUntil < now) return null;
  if (distrust === 'CERT_NOT_YET_VALID' && seen.validFrom > now) return null;
  if (distrust === 'CERT_HAS_EXPIRED') {
    return {
      summary: `The certificate’s authority ${issuer} has expired.`,
      why: 'The certificate itself is still valid, but not the one that vouches for it.',
      next: 'Enter the authority’s new certificate under Certificate authority.',
    };
  }
  const entered = authority ? parseCertificates(authority) : null;
  const other =
    entered?.kind === 'certificates'
      ? ` The one entered is ${entered.certificates.map((one) => one.subject).join(', ')}.`
      : '';
  if (isSelfSigned) {
    return {
      summary: 'The certificate is self-signed: nobody vouches for it.',
      why: `${subject} issued it to itself.${other}`,
      next: 'Enter this certificate (PEM) under Certificate authority, after whoever runs this GitLab gave it to you.',
    };
  }
  return {
    summary: `The certificate was issued by ${issuer}, which this server does not trust.`,
    why: other
      ? `The certificate authority entered is not the one that issued it.${other}`
      : 'Companies often issue certificates themselves; then their authority has to be entered.',
    next: `Enter the certificate (PEM) of ${issuer}, or of the authority above it, under Certificate authority.`,
  };
}

function toDay(date: Date): string {
  return date.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

function toMinute(date: Date): string {
  return `${toDay(date)}, ${date.toISOString().slice(11, 16)} UTC`;
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
