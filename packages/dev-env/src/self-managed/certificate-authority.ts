import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface IssuedCertificate {
  key: string;
  /** The certificate alone. */
  cert: string;
}

/** A company's own certificate authority, as `openssl` makes one. */
export interface CertificateAuthority {
  pem: string;
  /** Its own certificate, as if it were a server's. */
  own: IssuedCertificate;
  /**
   * @param about.names as in a certificate: `DNS:localhost`, `IP:127.0.0.1`
   * @param about.from, about.until `20200101000000Z`; now and in a year when left out
   */
  issue(about: { names: string[]; from?: string; until?: string }): IssuedCertificate;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** @param folder where keys and certificates are kept, made when missing */
export function createCertificateAuthority(folder: string, name: string): CertificateAuthority {
  mkdirSync(folder, { recursive: true });
  const run = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const usage = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  run(
    'req',
    '-x509',
    ...newKey,
    '-days',
    '3650',
    '-subj',
    `/O=Acme/CN=${name}`,
    ...usage,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  );
  writeFileSync(join(folder, 'ca.cnf'), settings);
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(join(folder, 'serial'), '1000');
  let issued = 0;

  return {
    pem: read('ca.pem'),
    own: { key: read('ca.key'), cert: read('ca.pem') },
    issue({ names, from, until }) {
      issued += 1;
      const [key, request, cert, extensions] = ['key', 'csr', 'pem', 'ext'].map((end) => `${issued}.${end}`);
      writeFileSync(join(folder, extensions!), `subjectAltName=${names.join(',')}\n`);
      run('req', ...newKey, '-subj', `/CN=${names[0]!.split(':')[1]}`, '-keyout', key!, '-out', request!);
      const dates = from && until ? ['-startdate', from, '-enddate', until] : ['-days', '365'];
      const files = ['-in', request!, '-extfile', extensions!, '-out', cert!];
      run(
        'ca',
        '-batch',
        '-notext',
        '-config',
        'ca.cnf',
        '-cert',
        'ca.pem',
        '-keyfile',
        'ca.key',
        ...dates,
        ...files,
      );
      return { key: read(key!), cert: read(cert!) };
    },
  };
}

const settings = `[ca]
default_ca = acme
[acme]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
unique_subject = no
policy = any
[any]
commonName = supplied
`;
