// Writes the types of the API as a running server describes it: node generate.js URL [FILE]
import { writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const [server, file = new URL('src/generated.ts', import.meta.url)] = process.argv.slice(2);
if (!server) {
  console.error('Say which server: npm run generate -- http://127.0.0.1:3000');
  process.exit(2);
}

const head = `// The types of the API, made by \`npm run generate -- URL\` from what a server says at /api/openapi.json. Not written by hand.

`;
const nodes = await openapiTS(new URL('/api/openapi.json', server), {
  alphabetize: true,
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
  emptyObjectsUnknown: true,
});
await writeFile(file, head + astToString(nodes));
