// Loaded before the server (--import). To learn the kind of a module, Node looks into the package.json around it and
// parses all of its `exports` each time. drizzle-orm's has 180 kB and we load a hundred of its modules, which took
// a third of a start. Its modules name each other's files, so there is nothing to look up.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, nextResolve) {
    const isAmongThem =
      /^\.\.?\/.*\.js$/.test(specifier) && context.parentURL?.includes('/node_modules/drizzle-orm/');
    if (!isAmongThem) return nextResolve(specifier, context);
    return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true };
  },
});
