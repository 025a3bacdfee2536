// What the Khronos validator says of files, as JSON: node validate.mjs FILE …
import fs from 'node:fs';
import validator from 'gltf-validator';

const found = {};
for (const path of process.argv.slice(2)) {
  const report = await validator.validateBytes(new Uint8Array(fs.readFileSync(path)), { format: 'glb', maxIssues: 0 });
  found[path] = report.issues.messages.map(({ code, severity, message, pointer }) => ({ code, severity, message, pointer }));
}
console.log(JSON.stringify(found));
