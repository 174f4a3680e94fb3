/** Where programs are that come with the machine. */
export const systemPath = '/usr/local/bin:/usr/bin:/bin';
